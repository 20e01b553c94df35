package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.anomaly.synthetic.CleanShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five clean days of a sample a minute, then something goes wrong; an alarm a day is allowed. */
class InjectedAnomaliesTest {

  private static final long STEP = 60_000;
  private static final int DAY = 1440;
  private static final int CLEAN = 5 * DAY + 300;

  /** What becomes of a clean value. */
  private interface Fault {
    double apply(int since, double clean, double lastClean);
  }

  private record Scored(double score, Event event) {}

  /** What is said of the samples from the fault on. */
  private static List<Scored> after(CleanShape shape, int samples, Fault fault) {
    Scorer scorer = new Scorer(ScorerOptions.ofAlarmsPerDay(.1));
    ScorerState state = new ScorerState();
    Score score = new Score();
    DoubleSupplier values = shape.values(4711, DAY);
    boolean guided = shape == CleanShape.SEASONAL;
    List<Scored> said = new ArrayList<>();
    double lastClean = Double.NaN;
    for (int i = 0; i < CLEAN + samples; i++) {
      double value = values.getAsDouble();
      if (i < CLEAN) {
        lastClean = value;
      } else {
        value = fault.apply(i - CLEAN, value, lastClean);
      }
      double expected = guided ? CleanShape.dailyLevel(i, DAY) : Double.NaN;
      scorer.score(state, i * STEP, value, expected, 5, score);
      if (i >= CLEAN) {
        said.add(new Scored(score.value(), score.event()));
      }
    }
    return said;
  }

  private static double spread(CleanShape shape) {
    return switch (shape) {
      case GAUSSIAN, LOGNORMAL -> 10;
      case HEAVY_TAILED -> 200; // beyond what a few days of it let expect
      case COUNTS -> 2.3;
      case RARE_COUNTS -> 1;
      case SEASONAL -> 5;
      case AUTOREGRESSIVE -> 2.3;
      case REPEATING -> 7;
    };
  }

  private static long flagged(List<Scored> said) {
    return said.stream().filter(sample -> sample.score() > 1).count();
  }

  private static long events(List<Scored> said, Event event) {
    return said.stream().filter(sample -> sample.event() == event).count();
  }

  @ParameterizedTest
  @EnumSource
  void findsASpikeAtOnceAndIsQuietAfterwards(CleanShape shape) {
    List<Scored> said =
        after(shape, 60, (since, clean, last) -> since == 0 ? clean + 20 * spread(shape) : clean);
    assertThat(said.get(0).score()).isGreaterThan(1);
    assertThat(flagged(said)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COUNTS", "RARE_COUNTS", "LOGNORMAL", "HEAVY_TAILED"})
  void findsADropToZeroAtOnceAndNamesItOnTheSecondZero(CleanShape shape) {
    List<Scored> said = after(shape, 60, (since, clean, last) -> 0);
    assertThat(said.get(0).score()).isGreaterThan(1);
    assertThat(said.get(1).event()).isEqualTo(Event.DROP_TO_ZERO);
    assertThat(events(said, Event.DROP_TO_ZERO)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RARE_COUNTS")
  void namesADropToZeroThatValuesAloneWouldNotShow(CleanShape shape) {
    List<Scored> said = after(shape, 60, (since, clean, last) -> 0);
    assertThat(events(said.subList(0, 12), Event.DROP_TO_ZERO)).isEqualTo(1);
    assertThat(said.get(59).score()).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource
  void takesALevelShiftForTheNewLevelAfterSixteenSamples(CleanShape shape) {
    List<Scored> said = after(shape, 300, (since, clean, last) -> clean + 20 * spread(shape));
    assertThat(said.get(1).score()).isGreaterThan(1);
    assertThat(said.get(Baseline.SHIFT - 1).event()).isEqualTo(Event.LEVEL_SHIFT);
    assertThat(events(said, Event.LEVEL_SHIFT)).isEqualTo(1);
    assertThat(flagged(said.subList(30, 300))).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RARE_COUNTS")
  void findsAStuckValueAfterThreeTimesItsLongestRun(CleanShape shape) {
    List<Scored> said = after(shape, 60, (since, clean, last) -> last);
    assertThat(events(said.subList(0, 24), Event.STUCK)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COUNTS", "RARE_COUNTS"})
  void findsAStuckValueByItsThirdSampleWhereNoneWasEverRepeated(CleanShape shape) {
    List<Scored> said = after(shape, 2, (since, clean, last) -> last);
    assertThat(said.get(0).score()).isLessThan(1);
    assertThat(said.get(1).score()).isGreaterThan(1);
    assertThat(said.get(1).event()).isEqualTo(Event.STUCK);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HEAVY_TAILED", "LOGNORMAL"})
  void findsASlowDriftWithinHoursWhileEachValueIsUsual(CleanShape shape) {
    double anHour = spread(shape);
    List<Scored> said = after(shape, 12 * 60, (since, clean, last) -> clean + since * anHour / 60);
    assertThat(flagged(said)).isPositive();
    assertThat(events(said, Event.DRIFT)).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void isQuietWhereNothingHappens(CleanShape shape) {
    assertThat(flagged(after(shape, 300, (since, clean, last) -> clean))).isZero();
  }
}
