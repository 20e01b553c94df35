package dev.almanac.archive;

/**
 * What a series' samples of one step of time amount to. Stale markers and other NaN are counted and
 * are in nothing else; where nothing else is there, {@code count} is 0 and the fields from {@code
 * sum} to {@code increase} have no meaning.
 *
 * @param start of the step, in milliseconds since the epoch; a multiple of its length
 * @param count how many numbers there are
 * @param sum of the numbers, compensated as Prometheus adds them
 * @param first the earliest number
 * @param last the latest number
 * @param firstTs when {@code first} was, in milliseconds since the epoch
 * @param lastTs when {@code last} was, in milliseconds since the epoch
 * @param increase what a counter grew by from {@code first} to {@code last}: it began at zero
 *     wherever it fell
 * @param nans how many samples are NaN and no stale markers
 * @param stale how many samples are stale markers
 */
public record RollupRow(
    long start,
    long count,
    double sum,
    double min,
    double max,
    double first,
    double last,
    long firstTs,
    long lastTs,
    double increase,
    long nans,
    long stale) {}
