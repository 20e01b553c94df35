package dev.almanac.tsdb;

/**
 * A metric name of a block and how many series it has.
 *
 * @param name the empty string for series without a name
 */
public record MetricCount(String name, long series) {}
