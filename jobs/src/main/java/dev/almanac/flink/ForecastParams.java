package dev.almanac.flink;

import dev.almanac.training.SeriesSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.ml.param.IntParam;
import org.apache.flink.ml.param.LongParam;
import org.apache.flink.ml.param.Param;
import org.apache.flink.ml.param.ParamValidators;
import org.apache.flink.ml.param.StringArrayParam;
import org.apache.flink.ml.param.StringParam;
import org.apache.flink.ml.param.WithParams;

/** What a {@link ForecastEstimator} can be told. */
public interface ForecastParams<T> extends WithParams<T> {

  Param<Long> STEP =
      new LongParam(
          "step",
          "Milliseconds that one value of a history stands for.",
          SeriesSettings.DEFAULT.step().toMillis(),
          ParamValidators.gt(0));

  Param<Integer> HORIZON =
      new IntParam(
          "horizon",
          "How many steps are forecast, and bands learned for.",
          288,
          ParamValidators.gt(0));

  Param<String[]> SEASONS =
      new StringArrayParam(
          "seasons",
          "Season lengths in steps, ascending; none to find them in the data.",
          new String[0]);

  Param<Integer> MINIMUM_HISTORY =
      new IntParam(
          "minimumHistory",
          "How many steps have to be known before a series is learned.",
          864,
          ParamValidators.gt(0));

  Param<Integer> HOLDOUT =
      new IntParam(
          "holdout",
          "How many steps at the end of a history models are judged on.",
          288,
          ParamValidators.gt(0));

  Param<String> ZONE =
      new StringParam("zone", "The time zone whose days and weeks the series follow.", "Z");

  Param<String> COUNTRY =
      new StringParam(
          "country", "Two letters of ISO 3166: whose holidays count; empty for none.", "");

  Param<String> CHAMPION =
      new StringParam(
          "champion",
          "A folder with files of models that are judged on the same hold-out; empty for none.",
          "");

  /** The same settings as an object. */
  default SeriesSettings settings() {
    Duration step = Duration.ofMillis(get(STEP));
    List<Duration> seasons =
        Arrays.stream(get(SEASONS)).map(Long::valueOf).map(step::multipliedBy).toList();
    String country = get(COUNTRY);
    return new SeriesSettings(
        step,
        step.multipliedBy(get(HORIZON)),
        seasons,
        step.multipliedBy(get(MINIMUM_HISTORY)),
        ZoneId.of(get(ZONE)),
        country.isEmpty() ? null : country);
  }

  /** Sets every parameter that settings have. */
  default T setSettings(SeriesSettings settings) {
    long step = settings.step().toMillis();
    set(STEP, step);
    set(HORIZON, Math.toIntExact(settings.horizon().toMillis() / step));
    set(
        SEASONS,
        settings.seasons().stream()
            .map(season -> Long.toString(season.toMillis() / step))
            .toArray(String[]::new));
    set(MINIMUM_HISTORY, Math.toIntExact((settings.minimumHistory().toMillis() + step - 1) / step));
    set(ZONE, settings.zone().getId());
    return set(COUNTRY, settings.country() == null ? "" : settings.country());
  }
}
