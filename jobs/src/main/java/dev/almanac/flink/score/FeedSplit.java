package dev.almanac.flink.score;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * How far the models have been handed on. There is one.
 *
 * @param version the number of the version that every series has been told of; 0 for none
 * @param renewAt when paths have to be made anew, in milliseconds since 1970
 * @param begun the numbers of versions that some series may have been told of since, but not all
 */
public record FeedSplit(int version, long renewAt, Set<Integer> begun) implements SourceSplit {

  static final String ID = "models";

  static final FeedSplit NEW = new FeedSplit(0, Long.MAX_VALUE);

  public FeedSplit {
    begun = Set.copyOf(begun);
  }

  /** Every series has been told of that version, and of no other since. */
  FeedSplit(int version, long renewAt) {
    this(version, renewAt, Set.of());
  }

  /** The same, before the first series is told of another version. */
  FeedSplit begin(int other) {
    Set<Integer> all = new HashSet<>(begun);
    all.add(other);
    return new FeedSplit(version, renewAt, all);
  }

  /** The versions of which series may have models. */
  Set<Integer> inUse() {
    return version == 0 ? begun : begin(version).begun();
  }

  @Override
  public String splitId() {
    return ID;
  }
}
