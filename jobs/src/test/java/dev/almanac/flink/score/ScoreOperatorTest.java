package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.flink.Values;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator alone, in Flink's own harness: state, timers and snapshots are real. */
@SuppressWarnings("try") // the harness throws whatever it likes when it is closed
class ScoreOperatorTest {

  private static final long START = 1_790_000_000_000L;
  private static final long STEP = 15_000;
  private static final long DAY = 86_400_000;

  private Harness harness;

  private static final class Harness
      extends KeyedTwoInputStreamOperatorTestHarness<Labels, SeriesRun, ModelUpdate, SeriesRun> {

    Harness() throws Exception {
      super(
          new ScoreOperator(ScoreConfig.DEFAULT, null),
          SeriesRun::labels,
          ModelUpdate::labels,
          Values.LABELS);
      setup(SeriesRun.TYPE.createSerializer(getExecutionConfig().getSerializerConfig()));
    }
  }

  @BeforeEach
  void open() throws Exception {
    harness = new Harness();
    harness.setProcessingTime(START);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static Labels series(int number) {
    return Labels.of("__name__", "load", "instance", "i" + number);
  }

  private static double value(int number, int i) {
    SplittableRandom random = new SplittableRandom(31L * number + i);
    return 10 + random.nextDouble() + random.nextDouble();
  }

  /** Samples of some series, in turns as scrapes bring them. */
  private static List<SeriesRun> scrapes(int series, int from, int until) {
    List<SeriesRun> runs = new ArrayList<>();
    for (int i = from; i < until; i++) {
      for (int number = 0; number < series; number++) {
        runs.add(SeriesRun.of(series(number), START + i * STEP, value(number, i)));
      }
    }
    return runs;
  }

  private static void feed(Harness into, List<SeriesRun> runs) throws Exception {
    for (SeriesRun run : runs) {
      into.processElement1(new StreamRecord<>(run, run.lastTimestamp()));
    }
  }

  private static Recorded written(Harness by) {
    Recorded recorded = new Recorded();
    for (SeriesRun run : by.extractOutputValues()) {
      if (!run.labels().metricName().startsWith("almanac_scoring")) {
        recorded.written(run);
      }
    }
    return recorded;
  }

  private double own(String metric) {
    double value = Double.NaN;
    for (SeriesRun run : harness.extractOutputValues()) {
      if (run.labels().metricName().equals(metric)) {
        value = Double.longBitsToDouble(run.valueBits()[0]);
      }
    }
    return value;
  }

  private void watermark(long time) throws Exception {
    harness.processWatermark1(new Watermark(time));
    harness.processWatermark2(new Watermark(time));
  }

  private void update(Labels series, LiveModel model) throws Exception {
    harness.processElement2(
        new StreamRecord<>(new ModelUpdate(series, Optional.ofNullable(model))));
  }

  private Harness restored(OperatorSubtaskState snapshot) throws Exception {
    Harness again = new Harness();
    again.setProcessingTime(START);
    again.initializeState(snapshot);
    again.open();
    return again;
  }

  @Test
  void scoresOnBitForBitAfterARestoreNewSeriesIncluded() throws Exception {
    List<SeriesRun> before = scrapes(3, 0, 1_100);
    // The fourth is born after the snapshot, and takes over what the others know.
    List<SeriesRun> after = scrapes(4, 1_100, 1_300);
    update(series(1), Paths.model(7, 1, START, 300, hours -> 11, .5));
    feed(harness, before);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    feed(harness, after);
    Recorded undisturbed = written(harness);
    try (Harness again = restored(snapshot)) {
      feed(again, after);

      Recorded recovered = written(again);
      assertThat(recovered.samples).hasSizeGreaterThan(4 * 4);
      recovered.samples.forEach(
          (labels, samples) ->
              assertThat(samples)
                  .isEqualTo(undisturbed.samples.get(labels).tailMap(START + 1_100 * STEP, true)));
    }
  }

  @Test
  void aSnapshotHoldsWhatWasThereThoughScoringGoesOn() throws Exception {
    feed(harness, scrapes(1, 0, 500));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    feed(harness, scrapes(1, 500, 900));
    List<SeriesRun> next = scrapes(1, 500, 600);
    try (Harness again = restored(snapshot)) {
      feed(again, next);

      assertThat(written(again).samples.get(Written.SCORE.of(series(0))))
          .isEqualTo(
              written(harness)
                  .samples
                  .get(Written.SCORE.of(series(0)))
                  .subMap(START + 500 * STEP, START + 600 * STEP));
    }
  }

  @Test
  void forgetsASeriesADayAfterItsLastSample() throws Exception {
    feed(harness, scrapes(2, 0, 10));
    watermark(START);
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    // One goes on, the other vanishes.
    feed(harness, List.of(SeriesRun.of(series(0), START + DAY - 1, 10)));
    watermark(START + 10 * STEP + DAY);
    harness.setProcessingTime(START + 60_000);

    assertThat(own("almanac_scoring_series")).isEqualTo(1);
    assertThat(own("almanac_scoring_series_expired_total")).isEqualTo(1);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    watermark(START + 3 * DAY);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aModelWaitsForItsSeriesAsLongAsItsPathGoes() throws Exception {
    update(series(0), Paths.model(3, 1, START, 288, hours -> 10, 1));
    watermark(START + DAY - 1);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    watermark(START + DAY);

    assertThat(harness.numKeyedStateEntries()).isZero();
    harness.setProcessingTime(START + 60_000);
    assertThat(own("almanac_scoring_series_expired_total")).isZero();
  }

  @Test
  void theSameModelAgainChangesNothingAndTheNextOneIsTaken() throws Exception {
    List<SeriesRun> runs = scrapes(1, 0, 100);
    update(series(0), Paths.model(1, 1, START, 300, hours -> 10, 1));
    feed(harness, runs);
    update(series(0), Paths.model(2, 1, START, 300, hours -> 99, 1));
    harness.setProcessingTime(START + 60_000);
    assertThat(own("almanac_scoring_model_version")).isEqualTo(2);
    feed(harness, scrapes(1, 100, 101));
    long first = START + 100 * STEP;
    assertThat(written(harness).at(Written.HOUR_AHEAD, series(0), first)).isBetween(9., 13.);

    update(series(0), Paths.model(3, 2, START, 300, hours -> hours < 1 ? 10 : 30, 1));
    feed(harness, scrapes(1, 101, 102));
    assertThat(written(harness).at(Written.HOUR_AHEAD, series(0), first + STEP))
        .isBetween(29., 33.);
    harness.setProcessingTime(START + 120_000);
    assertThat(own("almanac_scoring_model_version")).isEqualTo(3);
  }

  @Test
  void theSameModelIsTakenAgainWhereItsPathWouldSoonBeOver() throws Exception {
    update(series(0), Paths.model(1, 1, START, 100, hours -> 10, 1));
    feed(harness, scrapes(1, 0, 100));
    update(series(0), Paths.model(1, 1, START, 300, hours -> hours < 1 ? 10 : 30, 1));
    feed(harness, scrapes(1, 100, 101));

    assertThat(written(harness).at(Written.HOUR_AHEAD, series(0), START + 100 * STEP))
        .isBetween(29., 33.);
  }

  @Test
  void goesOnAloneWhereTheModelIsTakenAway() throws Exception {
    update(series(0), Paths.model(1, 1, START, 300, hours -> 10, 1));
    feed(harness, scrapes(1, 0, 100));
    update(series(0), null);
    feed(harness, scrapes(1, 100, 200));

    Recorded recorded = written(harness);
    assertThat(recorded.count(Written.SCORE, series(0))).isEqualTo(200);
    assertThat(recorded.count(Written.HOUR_AHEAD, series(0))).isEqualTo(100 - 16);
    assertThat(recorded.at(Written.FORECAST, series(0), START + 199 * STEP)).isBetween(10., 12.);
  }

  @Test
  void tellsWhatIsWorthTellingAndCountsIt() throws Exception {
    feed(harness, scrapes(1, 0, 2_000));
    feed(harness, List.of(SeriesRun.of(series(0), START + 2_000 * STEP, 1e6)));
    watermark(START + 2_000 * STEP);
    harness.setProcessingTime(START + 2_000 * STEP + 60_000);

    assertThat(harness.getSideOutput(ScoreOperator.INCIDENTS))
        .last()
        .satisfies(
            record -> {
              assertThat(record.getValue().alarm()).isTrue();
              assertThat(record.getValue().value()).isEqualTo(1e6);
            });
    assertThat(own("almanac_scoring_alarms_total")).isGreaterThanOrEqualTo(1);
    double due = ScoreConfig.ALARMS_PER_DAY * Duration.ofSeconds(15).toMillis() * 1985 / DAY;
    assertThat(own("almanac_scoring_alarms_due_total")).isBetween(.9 * due, 1.1 * due);
    assertThat(own("almanac_scoring_lag_seconds")).isEqualTo(60);
  }
}
