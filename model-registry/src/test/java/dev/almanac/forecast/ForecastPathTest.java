package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ForecastPathTest {

  private static final long START = 1_790_000_000_000L;
  private static final long STEP = 300_000;

  private static Forecast forecast(double[] median, double spread) {
    double[] spreads = new double[median.length];
    Arrays.fill(spreads, spread);
    double[] units = new double[QuantileCurve.SIZE];
    for (int i = 0; i < units.length; i++) {
      units[i] = (i - units.length / 2) / 8.; // the 10 % and 90 % levels are 4 / 8 from the middle
    }
    return new Forecast(
        START,
        STEP,
        median,
        spreads,
        new QuantileCurve(units),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  private static ForecastPath path(double... median) {
    return ForecastPath.of(forecast(median, 2), START, START + median.length * STEP).orElseThrow();
  }

  @Test
  void isWhatWasForecastInTheMiddleOfAStepAndOnALineBetween() {
    ForecastPath path = path(10, 20, 40);

    assertThat(path.expected(START)).isEqualTo(10);
    assertThat(path.expected(START + STEP / 2)).isEqualTo(10);
    assertThat(path.expected(START + STEP)).isEqualTo(15);
    assertThat(path.expected(START + 3 * STEP / 2)).isEqualTo(20);
    assertThat(path.expected(START + 2 * STEP)).isEqualTo(30);
    assertThat(path.expected(START + 3 * STEP - 1)).isEqualTo(40);
    assertThat(path.spread(START + STEP)).isPositive().isEqualTo(path.spread(START));
  }

  @Test
  void coversItsStepsAndNothingElse() {
    ForecastPath path = path(10, 20, 40);

    assertThat(path.covers(START - 1)).isFalse();
    assertThat(path.covers(START)).isTrue();
    assertThat(path.covers(START + 3 * STEP - 1)).isTrue();
    assertThat(path.covers(START + 3 * STEP)).isFalse();
    assertThat(path.end()).isEqualTo(START + 3 * STEP);
  }

  @Test
  void takesTheStepsThatOverlapARange() {
    Forecast all = forecast(new double[] {1, 2, 3, 4, 5}, 1);
    ForecastPath some = ForecastPath.of(all, START + STEP + 1, START + 3 * STEP + 1).orElseThrow();

    assertThat(some.steps()).isEqualTo(3);
    assertThat(some.start()).isEqualTo(START + STEP);
    assertThat(some.expected(START + STEP)).isEqualTo(2);
    assertThat(ForecastPath.of(all, START + 5 * STEP, START + 9 * STEP)).isEmpty();
    assertThat(ForecastPath.of(all, START - 9 * STEP, START)).isEmpty();
    assertThat(ForecastPath.of(all, START - 9 * STEP, START + 1).orElseThrow().steps())
        .isEqualTo(1);
  }

  @Test
  void whatHasNoSpreadOrIsTooWideIsNoPath() {
    assertThat(ForecastPath.of(forecast(new double[] {1, 2}, 0), START, START + STEP)).isEmpty();
    assertThat(ForecastPath.of(forecast(new double[] {0, 1e300}, 1), START, START + 2 * STEP))
        .isEmpty();
  }

  @Test
  void largeValuesKeepTheirSmallChanges() {
    ForecastPath path = path(1_700_000_000, 1_700_000_300, 1_700_000_600);

    assertThat(path.expected(START + 5 * STEP / 2)).isEqualTo(1_700_000_600.);
    assertThat(path.expected(START + STEP)).isCloseTo(1_700_000_150., within(1e-6));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    ForecastPath path = path(10, 20, 40);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    path.write(new DataOutputStream(bytes));
    ForecastPath read = read(bytes.toByteArray());

    assertThat(bytes.size()).isEqualTo(28 + 3 * 8);
    for (long time = START; time < path.end(); time += STEP / 3) {
      assertThat(read.expected(time)).isEqualTo(path.expected(time));
      assertThat(read.spread(time)).isEqualTo(path.spread(time));
    }
  }

  @Test
  void refusesWhatIsNone() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    path(10, 20).write(new DataOutputStream(bytes));
    byte[] endless = bytes.toByteArray();
    endless[24] = 0x7f;
    byte[] infinite = bytes.toByteArray();
    infinite[28] = 0x7f;
    infinite[29] = (byte) 0x80;

    assertThatThrownBy(() -> read(endless)).hasMessageContaining("expected 1 to 65536 steps");
    assertThatThrownBy(() -> read(infinite)).hasMessageContaining("found Infinity");
  }

  private static ForecastPath read(byte[] bytes) throws IOException {
    return ForecastPath.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
