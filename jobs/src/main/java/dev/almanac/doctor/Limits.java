package dev.almanac.doctor;

/**
 * How much is too much.
 *
 * @param series in memory
 * @param seriesOfMetric of one metric
 */
public record Limits(long series, long seriesOfMetric) {}
