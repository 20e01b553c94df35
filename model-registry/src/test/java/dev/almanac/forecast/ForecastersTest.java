package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ForecastersTest {

  private static final ForecastOptions DAY = ForecastOptions.of(48).withSeasons(List.of(24));

  @Test
  void repeatsTheLastValueOrSeason() {
    History history = Series.hourly(200, t -> t % 24);

    assertThat(Series.forecast(Forecasters.naive(), history, DAY).median()).containsOnly(7.0);
    double[] seasonal = Series.forecast(Forecasters.seasonalNaive(), history, DAY).median();
    for (int h = 0; h < 48; h++) {
      assertThat(seasonal[h]).isEqualTo((200 + h) % 24);
    }
  }

  @Test
  void continuesASeasonWithoutNoiseExactly() {
    History history = Series.hourly(400, t -> 50 + 30 * StrictMath.sin(2 * Math.PI * t / 24));

    for (Forecaster forecaster : List.of(Forecasters.autoregression(), Forecasters.ensemble())) {
      double[] median = Series.forecast(forecaster, history, DAY).median();
      for (int h = 0; h < 48; h++) {
        assertThat(median[h])
            .isCloseTo(50 + 30 * StrictMath.sin(2 * Math.PI * (400 + h) / 24), within(.05));
      }
    }
  }

  /** Forecast errors of many noisy series, relative to the seasonal naive ones, and coverage. */
  @Test
  void beatsTheSeasonalNaiveForecastAndKeepsWhatItsBandsPromise() {
    double error = 0;
    double naive = 0;
    double within80 = 0;
    double within95 = 0;
    int count = 60;
    for (int seed = 0; seed < count; seed++) {
      History history = Series.daily(700, seed);
      Backtest ensemble = new Backtest(Forecasters.ensemble(), DAY, 1, 1, 24);
      HoldOut holdOut = ensemble.run(history).get(0);
      error += holdOut.mae();
      naive += new Backtest(Forecasters.seasonalNaive(), DAY, 1, 1, 24).run(history).get(0).mae();
      within80 += holdOut.coverage(.8) / count;
      within95 += holdOut.coverage(.95) / count;
    }

    // Uniform noise of width 8: naive 8/3, the best possible 8/4.
    assertThat(error / naive).isLessThan(.82);
    assertThat(within80).isBetween(.76, .92);
    assertThat(within95).isBetween(.93, .995);
  }

  private static double coverage(double nominal, IntFunction<History> series) {
    double within = 0;
    int count = 100;
    for (int seed = 0; seed < count; seed++) {
      Backtest ensemble = new Backtest(Forecasters.ensemble(), DAY, 1, 1, 24);
      within += ensemble.run(series.apply(seed)).get(0).coverage(nominal) / count;
    }
    return within;
  }

  private static History walk(int seed) {
    Random random = new Random(seed);
    double[] walk = new double[700];
    for (int t = 1; t < walk.length; t++) {
      walk[t] = walk[t - 1] + random.nextGaussian();
    }
    return new History(Series.START, Series.HOUR, walk);
  }

  /** Successes of twenty attempts, each of one in ten: 0 to 8. */
  private static History counts(int seed) {
    Random random = new Random(seed);
    return Series.hourly(700, t -> random.doubles(20).filter(u -> u < .1).count());
  }

  /** The future of a walk is one draw, not as many as it has steps. */
  @Test
  void keepsThePromiseForRandomWalks() {
    assertThat(coverage(.8, ForecastersTest::walk)).isBetween(.7, .88);
    assertThat(coverage(.95, ForecastersTest::walk)).isBetween(.89, .99);
  }

  @Test
  void holdsNoMoreCountsThanItPromises() {
    // 80 % are not to be had of whole numbers: 1 to 3 hold 75 %, 0 to 3 hold 87 %.
    assertThat(coverage(.8, ForecastersTest::counts)).isBetween(.73, .88);
    assertThat(coverage(.95, ForecastersTest::counts)).isBetween(.92, .985);
  }

  @Test
  void forecastsNothingAsNothing() {
    Random random = new Random(7);
    History bursts = Series.hourly(700, t -> random.nextInt(4) > 0 ? 0 : 1e8 * random.nextDouble());

    Forecast forecast = Series.forecast(Forecasters.ensemble(), bursts, DAY);

    // To the last bit: what is there most of the time must not be outside by a rounding error.
    assertThat(Arrays.stream(forecast.interval(.8).lower()))
        .allMatch(value -> value == 0 || value > 1)
        .contains(0.0);
    assertThat(Arrays.stream(forecast.interval(.95).upper())).allMatch(value -> value > 1e7);
  }

  @Test
  void movesTheHistoryToALevelThatIsNew() {
    History shifted =
        Series.hourly(700, t -> Series.daily(700, 2).values()[t] + (t < 500 ? 0 : 900));
    FitOutcome.Fitted fitted = Series.fitted(Forecasters.ensemble(), shifted, DAY);

    double[] median = fitted.model().forecast(shifted, 48).median();

    assertThat(fitted.remarks()).contains(Remark.LEVEL_SHIFT);
    for (int h = 0; h < 48; h++) {
      assertThat(median[h])
          .isCloseTo(1004 + 40 * StrictMath.sin(2 * Math.PI * (700 + h) / 24), within(12.0));
    }
  }

  @Test
  void seesNoNewLevelInAWeekend() {
    History weekend = Series.hourly(24 * 23, t -> (t / 24 % 7 >= 5 ? 10 : 100) + t % 24 * .1);

    assertThat(
            Series.fitted(
                    Forecasters.naive(),
                    weekend,
                    ForecastOptions.of(24).withSeasons(List.of(24, 168)))
                .remarks())
        .doesNotContain(Remark.LEVEL_SHIFT);
  }

  @Test
  void bridgesStepsAtTheEndThatAreNotKnown() {
    History whole = Series.daily(700, 8);
    double[] values = whole.values().clone();
    for (int t = 690; t < 700; t++) {
      values[t] = Double.NaN;
    }
    History silent = new History(whole.start(), whole.step(), values);
    SeriesModel model = Series.fitted(Forecasters.ensemble(), whole, DAY).model();

    Forecast after = model.forecast(silent, 5);
    Forecast before = model.forecast(whole.slice(0, 690), 15);

    assertThat(after.start()).isEqualTo(whole.end());
    assertThat(after.median()).isEqualTo(Arrays.copyOfRange(before.median(), 10, 15));
    assertThat(after.quantile(.95)).isEqualTo(Arrays.copyOfRange(before.quantile(.95), 10, 15));
  }

  @Test
  void needsNoMoreThanItsMemory() {
    History history = Series.daily(700, 8);
    SeriesModel model = Series.fitted(Forecasters.ensemble(), history, DAY).model();

    assertThat(model.memory()).isLessThan(300);
    assertThat(model.forecast(history.last(model.memory()), 48).median())
        .isEqualTo(model.forecast(history, 48).median());
  }

  @Test
  void givesQuantilesInOrderAndFurtherApartFurtherAhead() {
    Forecast forecast = Series.forecast(Forecasters.naive(), walk(3), DAY);
    Forecast.Interval narrow = forecast.interval(.5);
    Forecast.Interval wide = forecast.interval(.99);

    for (int h = 0; h < 48; h++) {
      assertThat(wide.lower()[h]).isLessThan(narrow.lower()[h]);
      assertThat(wide.upper()[h]).isGreaterThan(narrow.upper()[h]);
    }
    assertThat(wide.upper()[47] - wide.lower()[47])
        .isGreaterThan(2 * (wide.upper()[0] - wide.lower()[0]));
  }

  @Test
  void staysWithinTheLimitsThatAreAskedFor() {
    History history = Series.daily(300, 1);
    ForecastOptions options = DAY.within(90, 120);
    Forecast forecast = Series.forecast(Forecasters.ensemble(), history, options);

    assertThat(Arrays.stream(forecast.quantile(.999))).allMatch(value -> value <= 120);
    assertThat(Arrays.stream(forecast.median())).allMatch(value -> value >= 90 && value <= 120);
  }

  @Test
  void neverForecastsLessThanNothingOfWhatWasNeverNegative() {
    Random random = new Random(5);
    History counts = Series.hourly(300, t -> random.nextInt(3));

    double[] low = Series.forecast(Forecasters.ensemble(), counts, DAY).quantile(.001);
    assertThat(Arrays.stream(low)).allMatch(value -> value >= 0);
  }

  @Test
  void refusesAHistoryOfAnotherStep() {
    SeriesModel model = Series.fitted(Forecasters.naive(), Series.daily(99, 1), DAY).model();

    assertThatThrownBy(() -> model.forecast(new History(0, 60_000, new double[9]), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step: expected 3600000 ms, found 60000");
    assertThatThrownBy(() -> model.forecast(Series.daily(9, 1), 0))
        .hasMessage("horizon: expected at least 1 step, found 0");
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> ForecastOptions.of(0)).hasMessageContaining("horizon: expected 1");
    assertThatThrownBy(() -> DAY.withSeasons(List.of(24, 24))).hasMessageContaining("season");
    assertThatThrownBy(() -> DAY.within(5, 5)).hasMessageContaining("no room");
    assertThatThrownBy(() -> new History(0, 0, new double[1])).hasMessageContaining("step");
    assertThatThrownBy(() -> new History(Long.MAX_VALUE, 2, new double[1]))
        .hasMessageContaining("after all time");
  }
}
