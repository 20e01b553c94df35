package dev.almanac.anomaly.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoveltyDetectorTest {

  private static final long STEP = 300_000;
  private static final int DAY = 288;
  private static final int ROWS = 8 * DAY;

  private static double[] scores(int rows, IntToDoubleFunction values) {
    NoveltyDetector detector = new NoveltyDetector();
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = detector.next(i * STEP, values.applyAsDouble(i));
    }
    return scores;
  }

  /** A daily pattern with a little noise, the same at each call. */
  private static double daily(int row) {
    double noise = new SplittableRandom(row).nextDouble();
    return 50 + 30 * StrictMath.sin(2 * Math.PI * row / DAY) + noise;
  }

  private static long anomalies(double[] scores, int from, int until) {
    return Arrays.stream(scores, from, until).filter(score -> score > 1).count();
  }

  @Property(tries = 30)
  void scoresByNothingThatComesAfter(
      @ForAll @IntRange(min = 1, max = 1500) int cut, @ForAll long seed) {
    double[] values = new SplittableRandom(seed).doubles(1500).toArray();
    double[] other = values.clone();
    Arrays.fill(other, cut, other.length, 1e9);

    double[] scores = scores(values.length, row -> values[row]);
    double[] otherScores = scores(values.length, row -> other[row]);

    assertThat(Arrays.copyOf(otherScores, cut)).isEqualTo(Arrays.copyOf(scores, cut));
  }

  @Test
  void findsAValueBeyondAllOthersAtOnce() {
    double[] scores = scores(ROWS, row -> row == 7 * DAY ? 200 : daily(row));
    assertThat(scores[7 * DAY]).isGreaterThan(1);
  }

  @Test
  void findsADayThatStaysFlatAtAValueThatIsNotNew() {
    double[] scores = scores(ROWS, row -> row > 7 * DAY && row < 7 * DAY + 140 ? 50 : daily(row));
    assertThat(anomalies(scores, 7 * DAY, 7 * DAY + 140)).isPositive();
  }

  @Test
  void tellsAnIncidentOnce() {
    double[] scores = scores(ROWS, row -> row >= 7 * DAY && row < 7 * DAY + 100 ? row : daily(row));
    assertThat(anomalies(scores, 7 * DAY, 7 * DAY + 140)).isEqualTo(1);
  }

  @Test
  void saysNothingOfTheDayAfterAnIncident() {
    double[] scores =
        scores(11 * DAY, row -> row >= 7 * DAY && row < 7 * DAY + 20 ? 120 : daily(row));
    assertThat(anomalies(scores, 7 * DAY, 7 * DAY + 20)).isEqualTo(1);
    assertThat(anomalies(scores, 8 * DAY - 20, 8 * DAY + 40)).isZero();
  }

  @Test
  void scoresAreThoseWrittenDown() {
    double[] scores = scores(ROWS, row -> 1 / (1 - new SplittableRandom(row).nextDouble()));
    Map<Integer, Double> anomalies = new TreeMap<>();
    for (int row = DAY; row < ROWS; row++) {
      if (scores[row] > 1) {
        anomalies.put(row, Math.round(1e6 * scores[row]) / 1e6);
      }
    }
    assertThat(anomalies)
        .isEqualTo(
            Map.of(
                296,
                2.915605,
                397,
                11.6291,
                479,
                1.530622,
                547,
                213.503808,
                667,
                3.57715,
                1828,
                1.580286));
  }

  @Test
  void saysLittleOfADailyPattern() {
    assertThat(anomalies(scores(ROWS, NoveltyDetectorTest::daily), 3 * DAY, ROWS))
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 45, -1e300, Double.MIN_VALUE, Double.MAX_VALUE})
  void saysNothingOfAConstant(double value) {
    assertThat(scores(ROWS, row -> value)).containsOnly(0);
  }

  @Test
  void scoresAreNumbersWhateverTheValues() {
    SplittableRandom random = new SplittableRandom(1);
    double[] scores =
        scores(ROWS, row -> Double.MAX_VALUE * (random.nextDouble() - .5) * random.nextInt(3));
    assertThat(Arrays.stream(scores).filter(score -> !(score >= 0)).count()).isZero();
  }

  @Test
  void toleratesClocksThatStandStillOrGoBack() {
    NoveltyDetector detector = new NoveltyDetector();
    for (int i = 0; i < ROWS; i++) {
      detector.next((i % 700) * STEP, daily(i));
    }
    assertThat(detector.next(0, 1e6)).isGreaterThan(1);
  }

  @Test
  void refusesWhatIsNoNumber() {
    NoveltyDetector detector = new NoveltyDetector();
    assertThatThrownBy(() -> detector.next(0, Double.NaN))
        .hasMessage("value: expected a finite number, found NaN");
  }
}
