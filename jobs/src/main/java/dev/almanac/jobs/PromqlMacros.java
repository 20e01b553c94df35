package dev.almanac.jobs;

import java.util.List;

/**
 * What PromQL's range queries show, as table macros of SQL: {@code rate}, {@code increase}, {@code
 * resample} and {@code align}. They know counter resets, stale markers and the rules by which
 * Prometheus 2 extrapolates; windows include both of their ends, as there.
 *
 * <p>Each sample is spread over the steps whose windows it lies in; so the work grows with samples
 * times window over step, and no sample is looked up by a join of ranges.
 *
 * @see <a href="https://github.com/prometheus/prometheus/blob/v2.42.0/promql/functions.go">promql/
 *     functions.go</a> for extrapolatedRate
 * @see <a href="https://github.com/prometheus/prometheus/blob/v2.42.0/promql/engine.go">promql/
 *     engine.go</a> for vectorSelectorSingle
 */
final class PromqlMacros {

  /** The samples of a metric that may matter between two times, in milliseconds, with labels. */
  private static final String SAMPLES_BETWEEN =
      """
      CREATE MACRO promql_samples(metric, since_ms, until_ms) AS TABLE
      SELECT series_id, epoch_ms(ts) AS ms, value
      FROM samples
      WHERE name = metric
        AND ts BETWEEN make_timestamp(since_ms * 1000) AND make_timestamp(until_ms * 1000)
        AND day BETWEEN make_timestamp(since_ms * 1000)::DATE
                    AND make_timestamp(until_ms * 1000)::DATE
      """;

  private static final String LABELS =
      """
      CREATE MACRO promql_labels(metric) AS TABLE
      SELECT series_id, any_value(labels) AS labels
      FROM series WHERE name = metric GROUP BY series_id
      """;

  private static final String MILLIS =
      """
      CREATE MACRO promql_ms(length) AS
        CASE WHEN (epoch(length::INTERVAL) * 1000)::BIGINT >= 1
          THEN (epoch(length::INTERVAL) * 1000)::BIGINT
          ELSE error('expected a step, span or lookback of a millisecond or more, found '
            || coalesce(length::VARCHAR, 'NULL')) END
      """;

  private static final String AT = "CREATE MACRO promql_at(moment) AS epoch_ms(moment::TIMESTAMP)";

  private static final String UNTIL =
      """
      CREATE MACRO promql_until(since, until) AS
        CASE WHEN until::TIMESTAMP >= since::TIMESTAMP THEN promql_at(until)
          ELSE error('expected steps from a time until a later one, found '
            || coalesce(since::VARCHAR, 'NULL') || ' until ' || coalesce(until::VARCHAR, 'NULL'))
          END
      """;

  /** The least number of steps that reaches a time: whole numbers, rounded up. */
  private static final String CEIL_STEPS =
      """
      CREATE MACRO promql_steps_to(ms, start, step) AS
        CASE WHEN ms <= start THEN 0 ELSE (ms - start + step - 1) // step END
      """;

  /** How far back growth is extrapolated: a counter does not begin below zero. */
  private static final String BACK =
      """
      CREATE MACRO promql_back(growth, first, sampled, to_start) AS
        CASE WHEN growth > 0 AND first >= 0 AND NOT isnan(growth) AND NOT isnan(first)
            AND sampled * (first / growth) < to_start
          THEN sampled * (first / growth) ELSE to_start END
      """;

  /** By what growth between a window's samples is multiplied to be that of the window. */
  private static final String FACTOR =
      """
      CREATE MACRO promql_factor(sampled, average, to_end, back) AS (sampled
        + CASE WHEN back < average * 1.1 THEN back ELSE average / 2 END
        + CASE WHEN to_end < average * 1.1 THEN to_end ELSE average / 2 END) / sampled
      """;

  /**
   * A counter's growth within each window. The reset before the window's first sample is none of
   * the window's.
   */
  private static final String GROWTH =
      """
      CREATE MACRO promql_growth(metric, start, stop, step, span) AS TABLE
      WITH
      following AS (
        SELECT series_id, ms, value, promql_steps_to(ms, start, step) AS earliest,
          lag(value) OVER (PARTITION BY series_id ORDER BY ms) AS prev
        FROM promql_samples(metric, start - span, stop)
        WHERE NOT is_stale(value)
      ),
      -- A join, as a list of steps made and unpacked for each sample costs three times as much.
      spread AS (
        SELECT series_id, ms, value, earliest + later AS k,
          CASE WHEN value < prev AND NOT isnan(prev) THEN prev END AS lost
        FROM following, (SELECT unnest(range(span // step + 1)) AS later)
        WHERE earliest + later <= least((stop - start) // step, (ms + span - start) // step)
      ),
      windows AS (
        SELECT series_id, k, count(*) AS n,
          min(spread.ms) AS first_ms, max(spread.ms) AS last_ms,
          arg_min(value, spread.ms) AS first, arg_max(value, spread.ms) AS last,
          list({'ms': spread.ms, 'lost': lost}) FILTER (lost IS NOT NULL) AS losses
        FROM spread GROUP BY series_id, k HAVING n >= 2
      ),
      grown AS (
        SELECT series_id, start + k * step AS ms, first,
          -- Added in order of time, as Prometheus does: sums of floats depend on it.
          list_reduce(list_transform(list_sort(list_filter(coalesce(losses, []),
              lambda loss: loss.ms > first_ms)), lambda loss: loss.lost),
            lambda sum, more: sum + more, last - first) AS growth,
          (first_ms - (start + k * step - span)) / 1000 AS to_start,
          (start + k * step - last_ms) / 1000 AS to_end,
          (last_ms - first_ms) / 1000 AS sampled,
          (last_ms - first_ms) / 1000 / (n - 1) AS average
        FROM windows
      )
      SELECT series_id, ms, growth, promql_factor(sampled, average, to_end,
        promql_back(growth, first, sampled, to_start)) AS factor
      FROM grown
      """;

  private static final String INCREASE =
      """
      CREATE MACRO increase(metric, since, until, step := INTERVAL 1 MINUTE,
        span := INTERVAL 5 MINUTE) AS TABLE
      SELECT metric AS name, labels, make_timestamp(ms * 1000) AS ts, growth * factor AS value
      FROM promql_growth(metric, promql_at(since), promql_until(since, until),
        promql_ms(step), promql_ms(span))
      LEFT JOIN promql_labels(metric) USING (series_id)
      """;

  private static final String RATE =
      """
      CREATE MACRO rate(metric, since, until, step := INTERVAL 1 MINUTE,
        span := INTERVAL 5 MINUTE) AS TABLE
      SELECT metric AS name, labels, make_timestamp(ms * 1000) AS ts,
        growth * (factor / (promql_ms(span) / 1000)) AS value
      FROM promql_growth(metric, promql_at(since), promql_until(since, until),
        promql_ms(step), promql_ms(span))
      LEFT JOIN promql_labels(metric) USING (series_id)
      """;

  /** A sample is shown until the next one, a stale marker too, or until it is too old. */
  private static final String LATEST_OF_STEPS =
      """
      CREATE MACRO promql_resampled(metric, start, stop, step, lookback) AS TABLE
      WITH shown AS (
        SELECT series_id, ms, value, lead(ms) OVER (PARTITION BY series_id ORDER BY ms) AS next_ms
        FROM promql_samples(metric, start - lookback, stop)
      )
      SELECT series_id, value, start + step * unnest(range(promql_steps_to(ms, start, step),
        least((stop - start) // step, (ms + lookback - start) // step,
          coalesce((next_ms - 1 - start) // step, (stop - start) // step)) + 1)) AS ms
      FROM shown WHERE NOT is_stale(value) AND (next_ms IS NULL OR next_ms > start)
      """;

  private static final String RESAMPLE =
      """
      CREATE MACRO resample(metric, since, until, step := INTERVAL 1 MINUTE,
        lookback := INTERVAL 5 MINUTE) AS TABLE
      SELECT metric AS name, labels, make_timestamp(ms * 1000) AS ts, value
      FROM promql_resampled(metric, promql_at(since), promql_until(since, until),
        promql_ms(step), promql_ms(lookback))
      LEFT JOIN promql_labels(metric) USING (series_id)
      """;

  /** Label sets without the metric's name, by which two metrics meet. */
  private static final String NAMELESS =
      """
      CREATE MACRO nameless(labels) AS
        map_from_entries(list_filter(map_entries(labels), entry -> entry.key != '__name__'))
      """;

  private static final String ALIGN =
      """
      CREATE MACRO align(left_metric, right_metric, since, until, step := INTERVAL 1 MINUTE,
        lookback := INTERVAL 5 MINUTE) AS TABLE
      SELECT labels, ts, l.value AS left_value, r.value AS right_value
      FROM (SELECT nameless(labels) AS labels, ts, value
        FROM resample(left_metric, since, until, step := step, lookback := lookback)) AS l
      JOIN (SELECT nameless(labels) AS labels, ts, value
        FROM resample(right_metric, since, until, step := step, lookback := lookback)) AS r
      USING (labels, ts)
      """;

  private PromqlMacros() {}

  /** The statements that make them, in order. */
  static List<String> all() {
    return List.of(
        SAMPLES_BETWEEN,
        LABELS,
        MILLIS,
        AT,
        UNTIL,
        CEIL_STEPS,
        BACK,
        FACTOR,
        GROWTH,
        INCREASE,
        RATE,
        LATEST_OF_STEPS,
        RESAMPLE,
        NAMELESS,
        ALIGN);
  }
}
