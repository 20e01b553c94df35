package dev.almanac.jobs;

import dev.almanac.archive.RollupStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views of rolled-up history, as the statements that make them. Days that are not rolled up, or
 * whose samples have changed since, are rolled up from their samples while they are read: the same
 * rows, only later, and with sums whose last digits may differ.
 *
 * <ul>
 *   <li>{@code rollup_5m}, {@code rollup_1h}: a row per series and step, by {@code series_id};
 *   <li>{@code five_minutes}, {@code hourly}: the same with label sets;
 *   <li>{@code hourly_rate(metric, since, until)}: how fast a counter grew in each hour.
 * </ul>
 */
final class RollupViews {

  private static final String COLUMNS =
      "series_id, name, ts, count, sum / count AS avg, sum, min, max, first, last, first_ts,"
          + " last_ts, increase, nans, stale, day";

  /** What a counter grew by: it began at zero wherever it fell. */
  private static final String INCREASE =
      """
      CREATE MACRO counter_increase(numbers) AS
        list_last(numbers) - list_first(numbers) + coalesce(list_sum(list_transform(
          range(2, len(numbers) + 1),
          lambda i: CASE WHEN numbers[i] < numbers[i - 1] THEN numbers[i - 1] ELSE 0 END)), 0)
      """;

  private static final String FROM_SAMPLES =
      """
      SELECT series_id, name, time_bucket(to_milliseconds(%d), moment) AS ts, count(number) AS count,
        sum(number) AS sum, min(number) AS min, max(number) AS max,
        arg_min(number, moment) AS first, arg_max(number, moment) AS last,
        min(moment) FILTER (number IS NOT NULL) AS first_ts,
        max(moment) FILTER (number IS NOT NULL) AS last_ts,
        counter_increase(list(number ORDER BY moment) FILTER (number IS NOT NULL)) AS increase,
        count(*) FILTER (number IS NULL AND NOT is_stale(value)) AS nans,
        count(*) FILTER (is_stale(value)) AS stale, day
      FROM (
        SELECT series_id, name, ts AS moment, value,
          CASE WHEN NOT isnan(value) THEN value END AS number, day
        FROM samples WHERE day IN (%s)
      )
      GROUP BY series_id, name, day, time_bucket(to_milliseconds(%d), moment)
      """;

  private static final String LABELLED =
      """
      CREATE VIEW %s AS
      SELECT rolled.name, known.labels, rolled.* EXCLUDE (series_id, name)
      FROM %s AS rolled
      LEFT JOIN rollup_labels AS known
        ON known.series_id = rolled.series_id AND known.name = rolled.name
      """;

  /** As {@code rate} over the hours that end at full hours, but for samples at their very end. */
  private static final String HOURLY_RATE =
      """
      CREATE MACRO hourly_rate(metric, since, until) AS TABLE
      WITH hours AS (
        SELECT series_id, ts + INTERVAL 1 HOUR AS ts, increase, first,
          (epoch_ms(last_ts) - epoch_ms(first_ts)) / 1000 AS sampled,
          (epoch_ms(last_ts) - epoch_ms(first_ts)) / 1000 / (count - 1) AS average,
          (epoch_ms(first_ts) - epoch_ms(ts)) / 1000 AS to_start,
          3600 - (epoch_ms(last_ts) - epoch_ms(ts)) / 1000 AS to_end
        FROM rollup_1h
        WHERE name = metric AND count >= 2
          AND ts BETWEEN since::TIMESTAMP - INTERVAL 1 HOUR AND until::TIMESTAMP - INTERVAL 1 HOUR
          AND day BETWEEN (since::TIMESTAMP - INTERVAL 1 HOUR)::DATE AND until::DATE
      )
      SELECT metric AS name, labels, ts, increase
        * (promql_factor(sampled, average, to_end, promql_back(increase, first, sampled, to_start))
          / 3600) AS value
      FROM hours LEFT JOIN promql_labels(metric) USING (series_id)
      """;

  private RollupViews() {}

  /** What reads them as PromQL would; to be made after {@link PromqlMacros}. */
  static String macro() {
    return HOURLY_RATE;
  }

  /** To be made after those of {@link HistoryViews}. */
  static List<String> over(RollupFiles files) {
    List<String> statements = new ArrayList<>();
    statements.add(INCREASE);
    statements.add(labels(files.series()));
    for (RollupStep step : RollupStep.values()) {
      String narrow = "rollup_" + step.spelling();
      statements.add(
          "CREATE VIEW %s AS SELECT %s FROM (%s)".formatted(narrow, COLUMNS, rows(files, step)));
      statements.add(
          LABELLED.formatted(step == RollupStep.HOUR ? "hourly" : "five_minutes", narrow));
    }
    return statements;
  }

  private static String labels(List<Path> gone) {
    String known = "SELECT series_id, name, labels FROM series";
    if (!gone.isEmpty()) {
      known += " UNION ALL SELECT series_id, name, labels FROM " + HistoryViews.read(gone);
    }
    return "CREATE VIEW rollup_labels AS SELECT series_id, name, any_value(labels) AS labels FROM ("
        + known
        + ") GROUP BY series_id, name";
  }

  private static String rows(RollupFiles files, RollupStep step) {
    List<Path> rolled = files.steps().getOrDefault(step, List.of());
    Set<String> raw = files.raw().getOrDefault(step, Set.of());
    Stream<String> parts = Stream.empty();
    if (!rolled.isEmpty()) {
      parts = Stream.of("SELECT * EXCLUDE (step) FROM " + HistoryViews.read(rolled));
    }
    if (!raw.isEmpty() || rolled.isEmpty()) {
      String days =
          raw.isEmpty()
              ? "NULL"
              : raw.stream()
                  .sorted()
                  .map(day -> "DATE " + HistoryViews.quoted(day))
                  .collect(Collectors.joining(", "));
      parts =
          Stream.concat(
              parts, Stream.of(FROM_SAMPLES.formatted(step.millis(), days, step.millis())));
    }
    return parts.collect(Collectors.joining(" UNION ALL BY NAME "));
  }
}
