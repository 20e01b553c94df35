package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the values are: a reason or a finite forecast, and a remark on what is odd. */
class PathologicalSeriesTest {

  private static final Map<String, Forecaster> FORECASTERS =
      Map.of(
          "naive", Forecasters.naive(),
          "seasonal naive", Forecasters.seasonalNaive(),
          "autoregression", Forecasters.autoregression(),
          "ensemble", Forecasters.ensemble());

  private static final Random RANDOM = new Random(7);
  private static final double NAN = Double.NaN;

  /** A year of hours with nothing but its first and last weeks. */
  private static History yearLongGap() {
    return Series.hourly(366 * 24, t -> t < 168 || t > 358 * 24 ? 50 + t % 24 : NAN);
  }

  private static Stream<Arguments> learned() {
    return Stream.of(
            Map.entry(Series.hourly(500, t -> 42), Remark.CONSTANT),
            Map.entry(Series.hourly(500, t -> 0), Remark.CONSTANT),
            Map.entry(Series.hourly(12, t -> t % 2 == 0 ? 1e300 : -1e300), Remark.SHORT),
            Map.entry(
                Series.hourly(500, t -> t % 5 == 0 ? NAN : (t % 2 - .5) * Double.MAX_VALUE * 2),
                Remark.GAPS),
            Map.entry(Series.hourly(500, t -> 1e300 * RANDOM.nextDouble()), Remark.NO_SEASON),
            Map.entry(Series.hourly(500, t -> 1e-300 * RANDOM.nextDouble()), Remark.NO_SEASON),
            Map.entry(Series.hourly(500, t -> t % 3 == 0 ? t % 24 : NAN), Remark.SPARSE),
            Map.entry(Series.hourly(600, t -> t % 100 < 30 ? NAN : t % 24), Remark.GAPS),
            Map.entry(yearLongGap(), Remark.GAPS),
            Map.entry(Series.hourly(9, t -> t), Remark.SHORT),
            Map.entry(Series.hourly(8, t -> t % 2), Remark.SHORT),
            Map.entry(Series.hourly(500, t -> RANDOM.nextInt(4)), Remark.COUNTS),
            Map.entry(Series.hourly(500, t -> t == 250 ? 1 : 0), Remark.COUNTS),
            Map.entry(
                Series.hourly(500, t -> t == 9 ? Double.POSITIVE_INFINITY : t % 24),
                Remark.INFINITE_VALUES),
            Map.entry(Series.hourly(500, t -> (t < 300 ? 10 : 500) + t % 5), Remark.LEVEL_SHIFT))
        .flatMap(
            entry ->
                FORECASTERS.entrySet().stream()
                    .map(
                        forecaster ->
                            Arguments.of(
                                forecaster.getKey(),
                                entry.getValue(),
                                forecaster.getValue(),
                                entry.getKey())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("learned")
  void isForecastWithFiniteNumbersAndARemark(
      String name, Remark remark, Forecaster forecaster, History history) {
    FitOutcome.Fitted fitted = Series.fitted(forecaster, history, ForecastOptions.of(48));

    assertThat(fitted.remarks()).contains(remark);
    for (History recent : List.of(history, history.last(3), allUnknown())) {
      Forecast forecast = fitted.model().forecast(recent, 50);
      for (double level : new double[] {1e-6, .005, .5, .995, 1 - 1e-6}) {
        assertThat(forecast.quantile(level)).hasSize(50).matches(PathologicalSeriesTest::finite);
      }
      assertThat(forecast.median()).matches(PathologicalSeriesTest::finite);
      assertThat(forecast.mean()).matches(PathologicalSeriesTest::finite);
    }
  }

  private static History allUnknown() {
    return Series.hourly(30, t -> NAN);
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Arguments> skipped() {
    return Stream.of(
        Arguments.of(SkipReason.NO_VALUES, Series.hourly(0, t -> 0)),
        Arguments.of(SkipReason.NO_VALUES, Series.hourly(100, t -> NAN)),
        Arguments.of(SkipReason.NO_VALUES, Series.hourly(9, t -> Double.NEGATIVE_INFINITY)),
        Arguments.of(SkipReason.TOO_FEW_VALUES, Series.hourly(1, t -> 5)),
        Arguments.of(SkipReason.TOO_FEW_VALUES, Series.hourly(500, t -> t == 7 ? 5 : NAN)),
        Arguments.of(SkipReason.TOO_FEW_VALUES, Series.hourly(7, t -> t)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("skipped")
  void isSkippedForAReason(SkipReason reason, History history) {
    FORECASTERS
        .values()
        .forEach(
            forecaster ->
                assertThat(forecaster.fit(history, ForecastOptions.of(48)))
                    .isEqualTo(new FitOutcome.Skipped(reason)));
    assertThat(reason.text()).isNotBlank();
  }
}
