package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.anomaly.synthetic.CleanShape;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A day of a sample every 15 seconds, noise of spread 10 around 100; then it goes elsewhere. */
class LevelShiftTest {

  private static final long STEP = 15_000;
  private static final int DAY = 5760;
  private static final int HOUR = 240;
  private static final double SPREAD = 10;

  /** After a day an alarm makes limits wider: nothing as rare was seen before. */
  private static final double TWICE = 2;

  private final Scorer scorer = new Scorer(ScorerOptions.ofAlarmsPerDay(1));
  private final ScorerState state = new ScorerState();
  private final Score score = new Score();
  private final DoubleSupplier values = CleanShape.GAUSSIAN.values(5, DAY);
  private long time;
  private int shifts;
  private int flagged;

  private double noise() {
    return values.getAsDouble() - 100;
  }

  private double warm() {
    next(DAY, i -> 100 + noise());
    assertThat(shifts).isZero();
    flagged = 0;
    return limits();
  }

  private void next(int samples, IntToDoubleFunction value) {
    for (int i = 1; i <= samples; i++) {
      time += STEP;
      scorer.score(state, time, value.applyAsDouble(i), score);
      shifts += score.event() == Event.LEVEL_SHIFT ? 1 : 0;
      flagged += score.value() > 1 ? 1 : 0;
    }
  }

  private double limits() {
    return score.upper() - score.lower();
  }

  /** The way of a load average: what is left of the distance is e times less after that many. */
  private static double way(int i, double samples) {
    return samples == 0 ? 1 : 1 - StrictMath.exp(-i / samples);
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "200, 2", "200, 4", "200, 8", "1000, 0", "1000, 2", "1000, 4", "1000, 8"})
  void limitsAreBackAnHourAfterARampAndItIsToldOnce(double distance, double samples) {
    double before = warm();
    next(HOUR, i -> 100 + distance * way(i, samples) + noise());
    assertThat(limits()).isBetween(.7 * before, TWICE * before);
    assertThat(score.expected()).isBetween(95 + distance, 105 + distance);
    next(DAY, i -> 100 + distance + noise());
    assertThat(shifts).isEqualTo(1);
  }

  @Test
  void theLastOfSixteenFlaggedValuesIsTheNewLevel() {
    warm();
    next(Baseline.SHIFT, i -> 100 * i);
    assertThat(score.event()).isEqualTo(Event.NONE); // the first was not flagged
    next(1, i -> 1700);
    assertThat(score.event()).isEqualTo(Event.LEVEL_SHIFT);
    next(1, i -> 1700);
    assertThat(score.expected()).isEqualTo(1700);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1})
  void aSpikeAnHourAfterARampIsFoundAsBefore(double sign) {
    warm();
    next(HOUR, i -> 100 + 500 * way(i, 4) + noise());
    next(1, i -> 600 + sign * 10 * SPREAD);
    assertThat(score.value()).isGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({".3, 0", ".3, 4", "3, 0", "3, 4", "10, 0", "10, 4"})
  void aNewLevelMayBringAnotherNoise(double times, double samples) {
    double before = warm();
    next(HOUR, i -> 100 + 1000 * way(i, samples) + times * noise());
    assertThat(limits()).isBetween(.7 * times * before, TWICE * times * before);
    flagged = 0;
    next(HOUR, i -> 1100 + times * noise());
    assertThat(flagged).isLessThanOrEqualTo(2);
    assertThat(shifts).isEqualTo(1);
  }

  @Test
  void aNewLevelThatIsStillBeingFoundDoesNotDrift() {
    warm();
    for (int day = 0; day < 3; day++) {
      next(DAY, i -> 100 + noise());
    }
    next(Baseline.SHIFT, i -> 100 + 1000 * way(i, 8) + noise());
    assertThat(score.event()).isEqualTo(Event.LEVEL_SHIFT);
    flagged = 0;
    for (int i = Baseline.SHIFT + 1; i <= DAY; i++) {
      double remains = way(i, 8);
      next(1, one -> 100 + 1000 * remains + noise());
      assertThat(score.event()).isEqualTo(Event.NONE);
    }
    assertThat(flagged).isLessThanOrEqualTo(2);
  }

  @Test
  void spikesAfterAShiftDoNotWidenTheLimits() {
    warm();
    next(HOUR / 8, i -> 600 + noise());
    double before = limits();
    next(4, i -> 3000);
    assertThat(score.value()).isGreaterThan(1);
    next(1, i -> 600 + noise());
    assertThat(limits()).isLessThan(1.3 * before);
  }

  @Test
  void whereAModelComesNothingIsLeftOfAShift() {
    warm();
    next(Baseline.SHIFT, i -> 600 + noise());
    assertThat(shifts).isEqualTo(1);
    assertThat(state.baseline.sinceShift).isZero();
    time += STEP;
    scorer.score(state, time, 600, 600, SPREAD, score);
    assertThat(state.baseline.sinceShift).isEqualTo(Baseline.SETTLED);
  }
}
