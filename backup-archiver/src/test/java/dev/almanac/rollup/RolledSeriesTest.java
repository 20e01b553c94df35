package dev.almanac.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.RollupRow;
import dev.almanac.series.FloatRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolledSeriesTest {

  private static final long STALE = 0x7ff0000000000002L;
  private static final long HOUR = 3_600_000;

  private static FloatRun run(long start, long interval, double... values) {
    FloatRun run = new FloatRun(values.length);
    for (int i = 0; i < values.length; i++) {
      run.timestamps[i] = start + i * interval;
      run.valueBits[i] = Double.doubleToRawLongBits(values[i]);
    }
    run.setSize(values.length);
    return run;
  }

  private static List<RollupRow> hours(FloatRun... runs) {
    RolledSeries series = new RolledSeries();
    for (FloatRun run : runs) {
      series.add(run);
    }
    List<RollupRow> rows = new ArrayList<>();
    series.rollUp(HOUR, rows::add);
    return rows;
  }

  @Test
  void hasNoRowWithoutSamples() {
    assertThat(hours()).isEmpty();
  }

  @Test
  void aStepBeginsWithItsFirstMillisecondAndEndsBeforeTheNext() {
    assertThat(hours(run(HOUR - 1, 1, 1, 2), run(2 * HOUR - 1, 1, 3, 4)))
        .containsExactly(
            new RollupRow(0, 1, 1, 1, 1, 1, 1, HOUR - 1, HOUR - 1, 0, 0, 0),
            new RollupRow(HOUR, 2, 5, 2, 3, 2, 3, HOUR, 2 * HOUR - 1, 1, 0, 0),
            new RollupRow(2 * HOUR, 1, 4, 4, 4, 4, 4, 2 * HOUR, 2 * HOUR, 0, 0, 0));
  }

  @Test
  void stepsBefore1970BeginAtTheirMultiplesToo() {
    assertThat(hours(run(-1, 1, 7, 8))).extracting(RollupRow::start).containsExactly(-HOUR, 0L);
  }

  @Test
  void aCounterThatFallsBeganAtZero() {
    assertThat(hours(run(0, 1000, 10, 15, 3, 5, 1)).get(0).increase())
        .isEqualTo((15 - 10) + 3 + (5 - 3) + 1);
  }

  @Test
  void staleMarkersAndOtherNanAreCountedAndInNothingElse() {
    FloatRun run = run(0, 1000, Double.NaN, 4, 0, 2, Double.NaN);
    run.valueBits[2] = STALE;

    assertThat(hours(run)).containsExactly(new RollupRow(0, 2, 6, 2, 4, 4, 2, 1000, 3000, 2, 2, 1));
  }

  @Test
  void anHourOfNothingButStaleMarkersHasCountZero() {
    FloatRun run = run(5, 1, 0);
    run.valueBits[0] = STALE;

    assertThat(hours(run)).containsExactly(new RollupRow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
  }

  @Test
  void addsSmallNumbersToLargeOnesWithoutLosingThem() {
    assertThat(hours(run(0, 1, 1e16, 1, 1, 1, -1e16)).get(0).sum()).isEqualTo(3);
  }

  @Test
  void aSumWithAnInfinityIsOne() {
    assertThat(hours(run(0, 1, 1, Double.POSITIVE_INFINITY, 2)).get(0).sum())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void canBeFilledAgain() {
    RolledSeries series = new RolledSeries();
    series.add(run(0, 1, new double[5000]));
    series.clear();
    series.add(run(0, 1, 2));
    List<RollupRow> rows = new ArrayList<>();

    series.rollUp(HOUR, rows::add);

    assertThat(rows).extracting(RollupRow::count).containsExactly(1L);
  }
}
