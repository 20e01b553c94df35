package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.anomaly.synthetic.CleanShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerTest {

  private static final long STEP = 15_000;
  private static final int WARM = 6000;

  private final ScorerState state = new ScorerState();
  private final Score score = new Score();
  private final DoubleSupplier values = CleanShape.GAUSSIAN.values(5, 5760);
  private long time;

  private Scorer warm(ScorerOptions options) {
    Scorer scorer = new Scorer(options);
    for (int i = 0; i < WARM; i++) {
      next(scorer, values.getAsDouble());
    }
    return scorer;
  }

  private void next(Scorer scorer, double value) {
    time += STEP;
    scorer.score(state, time, value, score);
  }

  private static ScorerOptions oneADay() {
    return ScorerOptions.ofAlarmsPerDay(1);
  }

  @Test
  void scoresNothingBeforeSixteenSamples() {
    Scorer scorer = new Scorer(oneADay());
    for (int i = 0; i < Baseline.COLD; i++) {
      next(scorer, i == 10 ? 1e9 : i);
      assertThat(score.outcome()).isEqualTo(Outcome.COLD);
      assertThat(score.value()).isZero();
    }
    next(scorer, 3);
    assertThat(score.outcome()).isEqualTo(Outcome.SCORED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void expectsZeroOfWhatHasBeenZeroForLong(boolean always) {
    Scorer scorer = always ? new Scorer(oneADay()) : warm(oneADay());
    for (int i = 0; i < WARM; i++) {
      next(scorer, 0);
    }
    assertThat(score.expected()).isZero();
    assertThat(score.value()).isLessThan(1);
    assertThat(score.lower()).isLessThanOrEqualTo(0);
    assertThat(score.upper()).isGreaterThanOrEqualTo(0);
    if (always) {
      assertThat(score.lower()).isZero();
      assertThat(score.upper()).isZero();
    }
    next(scorer, 1e9);
    assertThat(score.value()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void learnsNothingOfWhatIsNoNumber(double value) {
    Scorer scorer = warm(oneADay());
    byte[] before = state.encode();

    next(scorer, value);

    assertThat(score.outcome()).isEqualTo(Outcome.ABSENT);
    assertThat(score.value()).isNaN();
    assertThat(state.encode()).isEqualTo(before);
  }

  @Test
  void learnsNothingOfLateSamplesAndRepeats() {
    Scorer scorer = warm(oneADay());
    byte[] before = state.encode();

    scorer.score(state, time, 1e6, score);
    assertThat(score.outcome()).isEqualTo(Outcome.LATE);
    scorer.score(state, time - STEP, 1e6, score);

    assertThat(score.outcome()).isEqualTo(Outcome.LATE);
    assertThat(score.value()).isNaN();
    assertThat(state.encode()).isEqualTo(before);
  }

  @Test
  void takesTimesBefore1970() {
    time = -100_000_000_000L;
    Scorer scorer = warm(oneADay());
    next(scorer, 1000);
    assertThat(score.value()).isGreaterThan(1);
    assertThat(score.alarm()).isTrue();
  }

  @Test
  void theBandEndsWhereTheScoreIsOne() {
    Scorer scorer = warm(oneADay());
    byte[] saved = state.encode();
    next(scorer, values.getAsDouble());
    double upper = score.upper();
    double lower = score.lower();

    for (double factor : List.of(.9, 1.1)) {
      ScorerState again = ScorerState.decode(saved);
      scorer.score(again, time, 100 + (upper - 100) * factor, score);
      assertThat(score.value() > 1).isEqualTo(factor > 1);
      again = ScorerState.decode(saved);
      scorer.score(again, time, 100 + (lower - 100) * factor, score);
      assertThat(score.value() > 1).isEqualTo(factor > 1);
    }
  }

  @Test
  void anIncidentIsOneAlarmHoweverItFlickers() {
    Scorer scorer = warm(oneADay().withDeadTime(Duration.ofMinutes(5)));
    int alarms = 0;
    for (int i = 0; i < 40; i++) {
      next(scorer, i % 4 == 0 ? 300 : values.getAsDouble());
      alarms += score.alarm() ? 1 : 0;
    }
    assertThat(alarms).isEqualTo(1);
  }

  @Test
  void aNewIncidentAfterTheDeadTimeIsAnotherAlarm() {
    Scorer scorer = warm(oneADay().withDeadTime(Duration.ofMinutes(5)));
    next(scorer, 300);
    assertThat(score.alarm()).isTrue();
    for (int i = 0; i < 25; i++) {
      next(scorer, values.getAsDouble());
    }
    next(scorer, 500);
    assertThat(score.alarm()).isTrue();
  }

  @Test
  void looksOneWayWhereToldTo() {
    Scorer above = warm(oneADay().withDirection(Direction.ABOVE));
    next(above, -1000);
    assertThat(score.value()).isLessThanOrEqualTo(1);
    assertThat(score.lower()).isNegative().isInfinite();
    next(above, 1200);
    assertThat(score.value()).isGreaterThan(1);
  }

  @Test
  void looksTheOtherWayWhereToldTo() {
    Scorer below = warm(oneADay().withDirection(Direction.BELOW));
    next(below, 1200);
    assertThat(score.value()).isLessThanOrEqualTo(1);
    assertThat(score.upper()).isPositive().isInfinite();
    next(below, -1000);
    assertThat(score.value()).isGreaterThan(1);
  }

  @Test
  void keepsSmallDeviationsBelowOne() {
    Scorer scorer = warm(oneADay().withLeastDeviation(500, 0));
    next(scorer, 400);
    assertThat(score.value()).isPositive().isLessThanOrEqualTo(1);
    next(scorer, 700);
    assertThat(score.value()).isGreaterThan(1);
  }

  @Test
  void measuresSmallDeviationsByTheExpectedValueToo() {
    Scorer scorer = warm(oneADay().withLeastDeviation(0, 5));
    next(scorer, 400);
    assertThat(score.value()).isLessThanOrEqualTo(1);
    next(scorer, 700);
    assertThat(score.value()).isGreaterThan(1);
  }

  @Test
  void flagsWhatIsOutsideOfTheValidRangeAndLearnsNothingOfIt() {
    Scorer scorer = warm(oneADay().withValidRange(0, 1000));
    long learned = state.learned();
    next(scorer, 1000.5);
    assertThat(score.value()).isGreaterThan(1);
    assertThat(score.event()).isEqualTo(Event.INVALID);
    assertThat(state.learned()).isEqualTo(learned);
  }

  @Test
  void flagsWhatIsOutsideOfTheValidRangeFromTheFirstSampleOn() {
    next(new Scorer(oneADay().withValidRange(0, 1)), -1);
    assertThat(score.value()).isGreaterThan(1);
    assertThat(score.alarm()).isTrue();
  }

  @Test
  void showsLimitsThatAreNotBeyondTheValidRange() {
    next(warm(oneADay().withValidRange(99.5, 100.5)), 100);
    assertThat(score.lower()).isEqualTo(99.5);
    assertThat(score.upper()).isEqualTo(100.5);
  }

  @Test
  void showsTheValidRangeOnTheSideThatIsOfNoOtherInterest() {
    next(warm(oneADay().withDirection(Direction.ABOVE).withValidRange(0, 1e9)), 100);
    assertThat(score.lower()).isZero();
    assertThat(score.upper()).isLessThan(1e9);
  }

  @Test
  void allowsMoreAfterAGap() {
    Scorer scorer = warm(oneADay());
    next(scorer, 100);
    double before = score.upper() - score.lower();
    time += 500 * STEP;
    next(scorer, 100);
    assertThat(score.upper() - score.lower()).isGreaterThan(1.5 * before);
  }

  @Test
  void flagsAChangeOfWhatWasAlwaysTheSame() {
    Scorer scorer = new Scorer(oneADay());
    for (int i = 0; i < 500; i++) {
      next(scorer, 45);
      assertThat(score.value()).isLessThanOrEqualTo(1);
    }
    next(scorer, 45.1);
    assertThat(score.value()).isGreaterThan(1);
  }

  /** A month of a sample a minute, all the same. */
  private Scorer warmByNothingElseThan(double value) {
    Scorer scorer = new Scorer(oneADay());
    for (int i = 0; i < 30 * 1440; i++) {
      time += 60_000;
      scorer.score(state, time, value, score);
    }
    return scorer;
  }

  private List<Double> scores(Scorer scorer, int samples, double value) {
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      time += 60_000;
      scorer.score(state, time, value, score);
      scores.add(score.value());
    }
    return scores;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 5", "-3, 1e6", "1700000000, 0", "0, 1e-12"})
  void isQuietAsSoonAsWhatWasAlwaysTheSameIsBackAtItsLevel(double usual, double other) {
    Scorer scorer = warmByNothingElseThan(usual);
    for (int outage = 0; outage < 3; outage++) {
      assertThat(scores(scorer, 4, other)).allMatch(one -> one > 1);
      assertThat(scores(scorer, 300, usual)).allMatch(one -> one < 1);
    }
    for (int outage = 0; outage < 10; outage++) {
      scores(scorer, 4, other);
      // They are no surprise any more, and what is usual is learned anew.
      assertThat(scores(scorer, 300, usual)).filteredOn(one -> one > 1).hasSizeLessThan(5);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 5", "-3, 1e6"})
  void growsUsedToTheLevelOfBeforeAgain(double usual, double other) {
    Scorer scorer = warmByNothingElseThan(usual);
    scores(scorer, 30, other);
    assertThat(scores(scorer, Baseline.SHIFT, usual)).allMatch(one -> one > 1);
    assertThat(scores(scorer, 300, usual)).allMatch(one -> one < 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 5", "-3, 1e6", "0, 1e-12"})
  void growsUsedToAnotherLevelOfWhatWasAlwaysTheSame(double usual, double other) {
    Scorer scorer = warmByNothingElseThan(usual);
    assertThat(scores(scorer, Baseline.SHIFT, other)).allMatch(one -> one > 1);
    // Zeros are told of for longer, by their own rule.
    if (other != 0) {
      assertThat(scores(scorer, 300, other)).allMatch(one -> one < 1);
      assertThat(score.expected()).isCloseTo(other, Percentage.withPercentage(1));
    }
  }

  @Test
  void growsUsedToAWiderNoiseWithinADay() {
    Scorer scorer = warm(oneADay());
    for (int i = 0; i < 5760; i++) {
      next(scorer, 100 + 4 * (values.getAsDouble() - 100));
    }
    int flagged = 0;
    for (int i = 0; i < 1000; i++) {
      next(scorer, 100 + 4 * (values.getAsDouble() - 100));
      flagged += score.value() > 1 ? 1 : 0;
    }
    assertThat(flagged).isLessThan(10);
  }

  @Test
  void beginsAnewWhereAModelComes() {
    Scorer scorer = warm(oneADay());
    time += STEP;
    scorer.score(state, time, values.getAsDouble(), 100, 10, score);
    assertThat(score.outcome()).isEqualTo(Outcome.COLD);
  }

  @Test
  void oneScorerServesManySeries() {
    Scorer scorer = warm(oneADay());
    ScorerState other = new ScorerState();
    scorer.score(other, 1, 5, score);
    assertThat(other.learned()).isEqualTo(1);
    assertThat(state.learned()).isEqualTo(WARM);
  }

  @Test
  void aYoungSeriesFollowsItsSiblings() {
    Scorer scorer = new Scorer(oneADay());
    ScorerState heavy = new ScorerState();
    DoubleSupplier heavyValues = CleanShape.HEAVY_TAILED.values(1, 5760);
    for (int i = 0; i < WARM; i++) {
      scorer.score(heavy, i * STEP, heavyValues.getAsDouble(), score);
    }
    ScorerState adopted = new ScorerState();
    adopted.adopt(new TailPool().add(heavy).add(heavy).add(heavy).prior());

    assertThat(upper(scorer, adopted)).isGreaterThan(upper(scorer, new ScorerState()));
  }

  private static double upper(Scorer scorer, ScorerState young) {
    Score score = new Score();
    DoubleSupplier values = CleanShape.GAUSSIAN.values(3, 5760);
    for (int i = 0; i < 40; i++) {
      scorer.score(young, i * STEP, values.getAsDouble(), score);
    }
    return score.upper();
  }
}
