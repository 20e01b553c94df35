package dev.almanac.tsdb;

/**
 * A place in a block's order of series: between two, in front of one, or behind the last.
 *
 * @param metric which metric name, in their order
 * @param series which of its series; never one more than there are, that is the next metric's first
 */
record SeriesPosition(int metric, int series) {}
