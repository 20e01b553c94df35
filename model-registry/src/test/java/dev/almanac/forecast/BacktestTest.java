package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktestTest {

  private static final ForecastOptions OPTIONS = ForecastOptions.of(24).withSeasons(List.of(24));

  private static Backtest backtest(Forecaster forecaster, int origins, int stride) {
    return new Backtest(forecaster, OPTIONS, origins, stride, 24);
  }

  /** What is unbelievable from a step on: any look at it changes the forecast. */
  private static History poisoned(History history, int from, double poison) {
    double[] values = history.values().clone();
    Arrays.fill(values, from, values.length, poison);
    return new History(history.start(), history.step(), values);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e9, -1e9, Double.POSITIVE_INFINITY})
  void neverLooksAhead(double poison) {
    History history = Series.daily(700, 3);

    for (int origin : new int[] {700 - 24, 700 - 24 - 48}) {
      int length = origin + 24;
      HoldOut clean = backtest(Forecasters.ensemble(), 1, 1).run(history.slice(0, length)).get(0);
      History future = poisoned(history.slice(0, length), origin, poison);
      // The last step must be known for there to be a hold-out at all.
      future.values()[length - 1] = 1;
      HoldOut poisonedOut = backtest(Forecasters.ensemble(), 1, 1).run(future).get(0);

      assertThat(poisonedOut.forecast().median()).isEqualTo(clean.forecast().median());
      assertThat(poisonedOut.forecast().quantile(.975)).isEqualTo(clean.forecast().quantile(.975));
      assertThat(poisonedOut.naiveScale()).isEqualTo(clean.naiveScale());
    }
  }

  @Test
  void givesTheForecasterNothingButThePast() {
    List<History> seen = new ArrayList<>();
    Forecaster spy =
        (history, options) -> {
          seen.add(history);
          return Forecasters.naive().fit(history, options);
        };

    List<HoldOut> holdOuts = backtest(spy, 3, 10).run(Series.daily(200, 1));

    assertThat(seen).extracting(History::length).containsExactly(156, 166, 176);
    assertThat(holdOuts)
        .extracting(holdOut -> holdOut.forecast().start())
        .containsExactlyElementsOf(seen.stream().map(History::end).toList());
  }

  @Test
  void leavesOutOriginsBeforeTheSeriesAndHoldOutsOfWhichNothingIsKnown() {
    History history = Series.daily(100, 1);
    assertThat(backtest(Forecasters.naive(), 10, 50).run(history)).hasSize(2);
    assertThat(backtest(Forecasters.naive(), 1, 1).run(poisoned(history, 76, Double.NaN)))
        .isEmpty();
  }

  @Test
  void comparesWithWhatCame() {
    History line = Series.hourly(100, t -> t);

    HoldOut holdOut = backtest(Forecasters.naive(), 1, 1).run(line).get(0);

    // The last value seen is 75, then come 76 to 99: errors of 1 to 24, scaled by 24.
    assertThat(holdOut.mae()).isEqualTo(12.5);
    assertThat(holdOut.mase()).isEqualTo(12.5 / 24);
    assertThat(holdOut.pinball(.5)).isGreaterThan(0).isLessThanOrEqualTo(12.5);
  }
}
