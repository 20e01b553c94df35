package dev.almanac.jobs;

import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;

/** What {@link QueryBench} asks, in SQL. */
final class SqlQuestions {

  private static final String HOURS =
      "SELECT %s, date_trunc('hour', ts) AS hour, avg(value) FROM %s WHERE NOT isnan(value)"
          + " GROUP BY ALL";

  private final TimeRange time;

  SqlQuestions(TimeRange time) {
    this.time = time;
  }

  String hourlyAverageOfSamples() {
    return HOURS.formatted("series_id", "samples");
  }

  String hourlyAverageOfRollups() {
    return "SELECT series_id, ts AS hour, avg FROM rollup_1h WHERE count > 0";
  }

  String hourlyAverageOfPlain() {
    return HOURS.formatted("labels", "plain");
  }

  String series(Labels labels) {
    return ("SELECT ts, value FROM samples WHERE name = '%s' AND series_id ="
            + " (SELECT any_value(series_id) FROM series WHERE name = '%s' AND labels = %s)")
        .formatted(labels.metricName(), labels.metricName(), map(labels));
  }

  String seriesOfPlain(Labels labels) {
    return "SELECT ts, value FROM plain WHERE name = '%s' AND labels = %s"
        .formatted(labels.metricName(), map(labels));
  }

  private static String map(Labels labels) {
    StringBuilder map = new StringBuilder("MAP {");
    for (int i = 0; i < labels.size(); i++) {
      map.append(i == 0 ? "" : ", ")
          .append("'%s': '%s'".formatted(labels.name(i), labels.value(i)));
    }
    return map.append('}').toString();
  }

  String labelValues(String label) {
    return "SELECT DISTINCT labels['" + label + "'] FROM series";
  }

  String labelValuesOfPlain(String label) {
    return "SELECT DISTINCT labels['" + label + "'] FROM plain";
  }

  String topByRate(String metric) {
    return top("rate", metric, ", step := INTERVAL 1 HOUR, span := INTERVAL 1 HOUR");
  }

  String topByRateOfRollups(String metric) {
    return top("hourly_rate", metric, "");
  }

  private String top(String macro, String metric, String more) {
    return ("FROM %s('%s', make_timestamp(%d * 1000), make_timestamp(%d * 1000)%s)"
            + " QUALIFY row_number() OVER (PARTITION BY ts ORDER BY value DESC) <= 10")
        .formatted(macro, metric, time.from(), time.until(), more);
  }
}
