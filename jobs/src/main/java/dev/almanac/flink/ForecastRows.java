package dev.almanac.flink;

import dev.almanac.forecast.Forecast;
import dev.almanac.series.Labels;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.types.Row;

/**
 * Forecasts as rows of a table: for each step its mean and median and the limits of the band. A
 * series without a model has the reason for that, and null in place of numbers.
 */
final class ForecastRows {

  static final TypeInformation<Row> TYPE =
      Types.ROW_NAMED(
          new String[] {"series", "reason", "start", "step", "mean", "median", "lower", "upper"},
          Types.MAP(Types.STRING, Types.STRING),
          Types.STRING,
          Types.LONG,
          Types.LONG,
          Types.PRIMITIVE_ARRAY(Types.DOUBLE),
          Types.PRIMITIVE_ARRAY(Types.DOUBLE),
          Types.PRIMITIVE_ARRAY(Types.DOUBLE),
          Types.PRIMITIVE_ARRAY(Types.DOUBLE));

  private ForecastRows() {}

  static Row of(Labels series, Forecast forecast, double level) {
    Forecast.Interval band = forecast.interval(level);
    return Row.of(
        series.toMap(),
        "",
        forecast.start(),
        forecast.step(),
        forecast.mean(),
        forecast.median(),
        band.lower(),
        band.upper());
  }

  static Row none(Labels series, String reason) {
    return Row.of(series.toMap(), reason, null, null, null, null, null, null);
  }
}
