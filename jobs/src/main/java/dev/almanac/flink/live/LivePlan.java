package dev.almanac.flink.live;

import java.util.List;

/**
 * What the enumerator remembers.
 *
 * @param made whether the server's series have been shared out
 * @param unassigned the shares that no reader has
 */
record LivePlan(boolean made, List<LiveSplit> unassigned) {}
