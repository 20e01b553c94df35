package dev.almanac.forecast.resample;

/**
 * What a resampler saw.
 *
 * @param samples how many it took
 * @param resets how often a counter began again
 * @param ends how many stale markers there were
 * @param duplicates how many were passed over for having the time of the one before
 * @param unsorted how many were passed over for being earlier than the one before
 * @param overlaps how many steps were known twice when resamplers were joined
 */
public record ResampleCounts(
    long samples, long resets, long ends, long duplicates, long unsorted, long overlaps) {}
