package dev.almanac.flink.live;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a {@link LiveSource} behaves.
 *
 * @param poll how often to ask for what is new
 * @param lag how old samples have to be: a scrape takes time, and is stored under the time at which
 *     it began
 * @param overlap how far to look back for samples that came later than the lag. It is done each
 *     time half of it has passed, for it costs as much as all polls between: so a sample that is no
 *     later than half the overlap is found
 * @param slice how much time one request covers at most, when there is much to catch up with
 * @param patience how long to wait for a connection, and between two bytes of an answer; an answer
 *     may take three times as long to begin
 * @param firstPause how long to leave a server alone that failed once
 * @param longestPause how long to leave it alone at most
 */
public record LiveSettings(
    Duration poll,
    Duration lag,
    Duration overlap,
    Duration slice,
    Duration patience,
    Duration firstPause,
    Duration longestPause)
    implements Serializable {

  public static final LiveSettings DEFAULT =
      new LiveSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  public LiveSettings {
    requireAtLeast(1, "poll", poll);
    requireAtLeast(0, "lag", lag);
    requireAtLeast(0, "overlap", overlap);
    requireAtLeast(1000, "slice", slice);
    requireAtLeast(1, "patience", patience);
    requireAtLeast(1, "first pause", firstPause);
    requireAtLeast(1, "longest pause", longestPause);
  }

  private static void requireAtLeast(long millis, String what, Duration duration) {
    if (duration.toMillis() < millis) {
      throw new IllegalArgumentException(
          "expected " + millis + " ms or more as the " + what + ", found " + duration);
    }
  }

  public LiveSettings withPoll(Duration newPoll, Duration newLag) {
    return new LiveSettings(newPoll, newLag, overlap, slice, patience, firstPause, longestPause);
  }

  public LiveSettings withOverlap(Duration other) {
    return new LiveSettings(poll, lag, other, slice, patience, firstPause, longestPause);
  }

  public LiveSettings withSlice(Duration other) {
    return new LiveSettings(poll, lag, overlap, other, patience, firstPause, longestPause);
  }

  public LiveSettings withPatience(Duration newPatience, Duration newLongestPause) {
    return new LiveSettings(poll, lag, overlap, slice, newPatience, firstPause, newLongestPause);
  }
}
