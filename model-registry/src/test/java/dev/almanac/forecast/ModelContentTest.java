package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelContentTest {

  private static ModelContent learned(History history, List<Integer> seasons) {
    ForecastOptions options = ForecastOptions.of(24).withSeasons(seasons);
    return ModelContent.of(Series.fitted(Forecasters.ensemble(), history, options).model());
  }

  /** In the unit of the series, far from that of the numbers that the model reckons with. */
  @Test
  void showsWhatIsUsualInTheUnitOfTheSeriesOnEitherScale() {
    double unit = 1024;
    double shift = 3;
    Framing framing =
        new Framing(
            new CivilTime(ZoneOffset.UTC, Series.HOUR),
            List.of(2),
            unit,
            shift,
            0,
            Optional.empty(),
            Optional.empty());
    Profile linear = new Profile(5, new float[] {-1, 1});
    Profile log = new Profile(2, new float[] {0, 0.5f});
    Bands bands = new Bands(new int[] {1}, new double[] {1}, new float[] {1}, QuantileCurve.FLAT);
    SeriesModel model =
        new SeriesModel(
            framing,
            List.of(
                Autoregression.none("a", Scale.LINEAR, linear),
                Autoregression.none("b", Scale.LOG, log),
                new Naive()),
            new double[] {1, 0.5, 0.5},
            bands,
            0,
            8000);

    List<ModelContent.Part> members = ModelContent.of(model).members();

    assertThat(members)
        .extracting(ModelContent.Part::scale)
        .containsExactly("linear", "log", "linear");
    assertThat(members).extracting(ModelContent.Part::weight).containsExactly(0.5, 0.25, 0.25);
    assertThat(members.get(0).profile()).containsExactly(4 * unit, 6 * unit);
    assertThat(members.get(1).profile().get(0))
        .isCloseTo((StrictMath.exp(2) - shift) * unit, within(1e-9));
    // As no forecast goes above it, either.
    assertThat(members.get(1).profile().get(1)).isEqualTo(8000);
    assertThat(members.get(2).profile()).isEmpty();
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
