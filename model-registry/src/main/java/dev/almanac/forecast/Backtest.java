package dev.almanac.forecast;

import dev.almanac.forecast.accuracy.Accuracy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forecasts from past origins and compares with what came then, the rolling origin of Tashman,
 * Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16 (2000). At
 * each origin the model is learned anew from a copy of what was before it; nothing later is in
 * reach.
 *
 * @param forecaster what to try
 * @param options for it; each hold-out is as long as their horizon
 * @param origins how many, at least 1
 * @param stride steps from an origin to the next, at least 1
 * @param season the lag of the naive forecast that errors are scaled by, at least 1
 */
public record Backtest(
    Forecaster forecaster, ForecastOptions options, int origins, int stride, int season) {

  /**
   * @throws IllegalArgumentException where a number is less than 1
   */
  public Backtest {
    if (origins < 1 || stride < 1 || season < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 origin, stride and season, found "
              + origins
              + ", "
              + stride
              + " and "
              + season);
    }
  }

  /**
   * Tries the last origins whose hold-outs the history holds whole.
   *
   * @return one hold-out an origin, earliest first; those are missing that would have no model, or
   *     no known value to compare with
   */
  public List<HoldOut> run(History history) {
    List<HoldOut> holdOuts = new ArrayList<>();
    int last = history.length() - options.horizon();
    for (int back = origins - 1; back >= 0; back--) {
      long origin = last - (long) back * stride;
      if (origin > 0) {
        holdOut(history, (int) origin, holdOuts);
      }
    }
    return holdOuts;
  }

  private void holdOut(History history, int origin, List<HoldOut> holdOuts) {
    History past = history.slice(0, origin);
    double[] actual = Arrays.copyOfRange(history.values(), origin, origin + options.horizon());
    boolean known = Arrays.stream(actual).anyMatch(Double::isFinite);
    if (known && forecaster.fit(past, options) instanceof FitOutcome.Fitted fitted) {
      Forecast forecast = fitted.model().forecast(past, options.horizon());
      holdOuts.add(new HoldOut(forecast, actual, Accuracy.naiveScale(past.values(), season)));
    }
  }
}
