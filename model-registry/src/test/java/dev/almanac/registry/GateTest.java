package dev.almanac.registry;

import static dev.almanac.registry.Models.evaluation;
import static dev.almanac.registry.Models.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.TimeRange;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

  private static final Gate GATE = new Gate(GateRule.DEFAULT);
  private static final double NONE = Double.NaN;

  private static GroupAccuracy cpu(double smape, double owa, double msis, double coverage) {
    return new GroupAccuracy("cpu", 10, owa, smape, owa, msis, coverage);
  }

  private static GateReport judge(GroupAccuracy champion, GroupAccuracy challenger) {
    return GATE.judge(evaluation(challenger), 1, evaluation(champion));
  }

  @Test
  void letsTheFirstVersionPassThatBeatsTheSeasonalNaive() {
    GateReport report = GATE.judge(evaluation(group("cpu", 9, 0.9), group("disk", 1, 1.5)));

    assertThat(report.passes()).isTrue();
    assertThat(report.champion()).isEmpty();
    assertThat(report.checks()).hasSize(1);
    assertThat(report.checks().get(0).challenger()).isEqualTo((9 * 0.9 + 1.5) / 10);
  }

  @ParameterizedTest
  @CsvSource({"1", "1.0001", "NaN"})
  void keepsTheFirstVersionBackThatDoesNot(double owa) {
    GateReport report = GATE.judge(evaluation(cpu(10, owa, 5, 0.95)));

    assertThat(report.reasons()).hasSize(1);
    assertThat(report.reasons().get(0)).startsWith("over all series the challenger's owa is ");
  }

  @Test
  void letsNothingPassThatForecastsNothing() {
    assertThat(GATE.judge(evaluation()).reasons())
        .contains("the challenger forecasts no series of the hold-out");
    assertThat(GATE.judge(evaluation(), 1, evaluation(group("cpu", 5, 2))).reasons())
        .contains(
            "the challenger forecasts no series of the hold-out",
            "in group cpu the challenger forecasts 0 series, the champion 5; 4.5 pass");
    assertThat(GATE.judge(evaluation(), 1, evaluation()).passes()).isFalse();
  }

  /** A single group, so that the mean over all series, which has 1 %, decides first. */
  @ParameterizedTest
  @CsvSource({
    // owa of champion, of challenger, passes
    "0.5, 0.4, true",
    "0.5, 0.5, true",
    "0.5, 0.505, true",
    "0.5, 0.5051, false",
    "0, 0, true",
    "0, 0.001, false",
    "3, 2.9, true",
    "NaN, 0.5, true",
    "0.5, NaN, false",
  })
  void comparesTheErrorOverAllSeries(double champion, double challenger, boolean passes) {
    assertThat(judge(cpu(10, champion, 5, 0.95), cpu(10, challenger, 5, 0.95)).passes())
        .isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"0.525, true", "0.5251, false"})
  void givesAGroupMoreRoomThanTheMean(double owa, boolean passes) {
    GroupAccuracy large = group("cpu", 1000, 0.5);

    GateReport report =
        GATE.judge(
            evaluation(large, new GroupAccuracy("disk", 2, 1, 1, owa, 5, 0.95)),
            1,
            evaluation(large, new GroupAccuracy("disk", 2, 1, 1, 0.5, 5, 0.95)));

    assertThat(report.passes()).isEqualTo(passes);
  }

  @Test
  void doesNotLetAGainElsewhereMakeUpForAGroupThatLost() {
    GateReport report =
        GATE.judge(
            evaluation(group("cpu", 1000, 0.1), group("disk", 2, 0.6)),
            1,
            evaluation(group("cpu", 1000, 0.5), group("disk", 2, 0.5)));

    assertThat(report.reasons())
        .containsExactly(
            "in group disk the challenger's owa is 0.6000, the champion's 0.5000; up to 0.5250"
                + " passes",
            "in group disk the challenger's msis is 6.0000, the champion's 5.0000; up to 5.2500"
                + " passes");
  }

  @Test
  void comparesWiderBands() {
    assertThat(judge(cpu(10, 0.5, 5, 0.95), cpu(10, 0.5, 6, 0.95)).reasons())
        .extracting(reason -> reason.substring(0, 37))
        .containsExactly(
            "in group cpu the challenger's msis is", "over all series the challenger's msis");
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 0.97, true",
    "0.95, 0.93, true",
    "0.95, 0.98, false",
    "0.95, 0.92, false",
    "0.80, 0.80, true",
    "0.80, 1.00, true",
    "NaN, 0.5, true",
    "0.95, NaN, false",
  })
  void comparesHowFarCoverageIsFromTheLevel(double champion, double challenger, boolean passes) {
    assertThat(judge(cpu(10, 0.5, 5, champion), cpu(10, 0.5, 5, challenger)).passes())
        .isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"10, true", "10.5, true", "10.51, false", "NaN, false"})
  void comparesThePercentageErrorWhereTheOwaIsNotDefined(double smape, boolean passes) {
    assertThat(judge(cpu(10, NONE, NONE, 0.95), cpu(smape, NONE, NONE, 0.95)).passes())
        .isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({"10, true", "9, true", "8, false"})
  void wantsNearlyAllSeriesThatTheChampionForecasts(int series, boolean passes) {
    GateReport report =
        GATE.judge(evaluation(group("cpu", series, 0.4)), 1, evaluation(group("cpu", 10, 0.5)));

    assertThat(report.passes()).isEqualTo(passes);
  }

  @Test
  void doesNotLetAGroupBeForgotten() {
    GateReport report =
        GATE.judge(
            evaluation(group("cpu", 10, 0.4)),
            1,
            evaluation(group("cpu", 10, 0.5), group("disk", 2, 0.5)));

    assertThat(report.reasons())
        .containsExactly(
            "in group disk the challenger forecasts 0 series, the champion 2; 1.8 pass");
  }

  @ParameterizedTest
  @CsvSource({"0.9, true", "1.05, true", "1.06, false", "NaN, true"})
  void holdsNewGroupsToTheSeasonalNaive(double owa, boolean passes) {
    GroupAccuracy cpu = group("cpu", 10, 0.5);

    GateReport report =
        GATE.judge(
            evaluation(cpu, new GroupAccuracy("new", 1, 1, 1, owa, 5, 0.95)), 1, evaluation(cpu));

    assertThat(report.passes()).isEqualTo(passes);
  }

  @Test
  void holdsAChampionThatForecastsNothingForNone() {
    GateReport report = GATE.judge(evaluation(group("cpu", 10, 0.9)), 4, evaluation());

    assertThat(report.passes()).isTrue();
    assertThat(report.champion()).hasValue(4);
  }

  @Test
  void refusesToCompareDifferentHoldOuts() {
    Evaluation one = evaluation(group("cpu", 10, 0.5));
    Evaluation other = new Evaluation(new TimeRange(0, 1), 0.95, one.groups());
    Evaluation level = new Evaluation(one.holdout(), 0.8, one.groups());

    for (Evaluation different : List.of(other, level)) {
      assertThatThrownBy(() -> GATE.judge(one, 1, different))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the same hold-out");
    }
  }

  @Property(tries = 200)
  void letsPassWhatIsBetterInEverything(
      @ForAll @IntRange(min = 1, max = 1000) int series,
      @ForAll @DoubleRange(max = 1e6) double owa,
      @ForAll @DoubleRange(max = 1) double part) {
    GroupAccuracy champion = group("cpu", series, owa);
    GroupAccuracy challenger = group("cpu", series, owa * part);

    assertThat(judge(champion, challenger).reasons()).isEmpty();
  }
}
