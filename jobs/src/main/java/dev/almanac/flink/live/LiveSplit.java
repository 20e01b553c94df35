package dev.almanac.flink.live;

import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A share of a server's series, and how far it has been read.
 *
 * @param number which of all shares it is, from 0; below 0 for one of nothing
 * @param matchers all hold for the series of this share, and for those of no other: first which are
 *     meant at all, then {@link LiveSource#NOT_OUR_OWN}, then which of these
 * @param floor nothing before this time is read any more
 * @param position all samples before this time have been read, but for those that come late
 * @param lasts the last timestamp of each series that has one since the floor, see {@link
 *     LastTimestamps#toArray}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record LiveSplit(int number, List<Matcher> matchers, long floor, long position, long[] lasts)
    implements SourceSplit {

  /** A share of which nothing has been read. */
  static LiveSplit from(int number, List<Matcher> matchers, long start) {
    return new LiveSplit(number, matchers, start, start, new long[0]);
  }

  /**
   * A share without a series, which only tells the time, for a reader that has no other: it asks
   * for what Almanac writes and excludes just that.
   */
  static LiveSplit ofNothing(int reader, long start) {
    Matcher ours = Matcher.eq(Labels.METRIC_NAME, "almanac_scoring_series");
    return from(-1 - reader, List.of(LiveSource.NOT_OUR_OWN, ours), start);
  }

  /** The same share of other series: of those that a job means that goes on from a checkpoint. */
  LiveSplit among(List<Matcher> meant) {
    int own = matchers.indexOf(LiveSource.NOT_OUR_OWN);
    if (own < 0) {
      return this; // an older release left them out in another way
    }
    List<Matcher> all = new ArrayList<>(meant);
    all.addAll(matchers.subList(own, matchers.size()));
    return new LiveSplit(number, all, floor, position, lasts);
  }

  boolean isOfNothing() {
    return number < 0;
  }

  @Override
  public String splitId() {
    return Integer.toString(number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveSplit that
        && number == that.number
        && matchers.equals(that.matchers)
        && floor == that.floor
        && position == that.position
        && Arrays.equals(lasts, that.lasts);
  }

  @Override
  public int hashCode() {
    return 31 * number + Long.hashCode(position);
  }

  @Override
  public String toString() {
    return "share " + number + " of " + matchers + ", read until " + position;
  }
}
