package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelContentTest {

  private static ModelContent learned(History history, List<Integer> seasons) {
    ForecastOptions options = ForecastOptions.of(24).withSeasons(seasons);
    return ModelContent.of(Series.fitted(Forecasters.ensemble(), history, options).model());
  }

  /** In the size of the series, far from that of the numbers that the model reckons with. */
  @Test
  void showsWhatIsUsualAtEachHourOnEitherScale() {
    double unit = 1e9;
    History history =
        Series.hourly(700, t -> unit * (50 + 30 * StrictMath.sin(2 * Math.PI * t / 24)));

    List<ModelContent.Part> profiled =
        learned(history, List.of(24)).members().stream()
            .filter(part -> part.name().startsWith("profile"))
            .toList();

    assertThat(profiled).extracting(ModelContent.Part::scale).contains("linear", "log");
    for (ModelContent.Part part : profiled) {
      assertThat(part.profile()).hasSize(24);
      for (int hour = 0; hour < 24; hour++) {
        double usual = unit * (50 + 30 * StrictMath.sin(2 * Math.PI * hour / 24));
        assertThat(part.profile().get(hour)).isCloseTo(usual, within(unit * 4));
      }
    }
  }

  @Test
  void sharesTheWeightAmongTheMembers() {
    List<ModelContent.Part> members = learned(Series.daily(700, 1), List.of(24)).members();

    assertThat(members.stream().mapToDouble(ModelContent.Part::weight).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(members).allMatch(part -> part.weight() > 0 && part.reach() >= 1);
  }

  @Test
  void tellsQuantilesOfErrorsThatRiseWithTheirLevelAndSpreadWithTheHorizon() {
    ModelContent content = learned(Series.daily(700, 1), List.of(24));
    List<ModelContent.ErrorQuantile> first =
        content.errors().stream().filter(error -> error.ahead() == 1).toList();
    List<ModelContent.ErrorQuantile> last =
        content.errors().stream().filter(error -> error.ahead() == 24).toList();

    assertThat(first).hasSameSizeAs(last);
    for (int i = 1; i < first.size(); i++) {
      assertThat(first.get(i).level()).isGreaterThan(first.get(i - 1).level());
      assertThat(first.get(i).error()).isGreaterThanOrEqualTo(first.get(i - 1).error());
    }
    int top = first.size() - 1;
    assertThat(first.get(top).error()).isPositive();
    assertThat(last.get(top).error()).isGreaterThanOrEqualTo(first.get(top).error());
    assertThat(first.get(0).error()).isNegative();
  }

  @Test
  void knowsNoHoursWhereThereIsNoDay() {
    History history = Series.hourly(20, t -> t % 5);

    ModelContent content = learned(history, List.of());

    assertThat(content.members()).allMatch(part -> part.profile().size() != 24);
    assertThat(content.step()).isEqualTo(Series.HOUR);
  }
}
