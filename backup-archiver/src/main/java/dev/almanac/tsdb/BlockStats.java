package dev.almanac.tsdb;

/**
 * What a block says of its own content; 0 where it does not say. Prometheus does not hold a block
 * to these numbers, and neither does the reader.
 *
 * @param samples float and histogram samples together
 * @param floatSamples of them; older servers do not say
 * @param histogramSamples of them; older servers do not say
 * @param tombstones how many ranges of time of how many series were deleted, together
 */
public record BlockStats(
    long samples,
    long floatSamples,
    long histogramSamples,
    long series,
    long chunks,
    long tombstones) {}
