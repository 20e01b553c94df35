package dev.almanac.flink.score;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives the models to the first reader; there is no use for another. */
final class FeedEnumerator implements SplitEnumerator<FeedSplit, Boolean> {

  private static final int FIRST = 0;

  private final SplitEnumeratorContext<FeedSplit> context;
  private FeedSplit unassigned;

  /**
   * @param unassigned null where a reader has it
   */
  FeedEnumerator(SplitEnumeratorContext<FeedSplit> context, FeedSplit unassigned) {
    this.context = context;
    this.unassigned = unassigned;
  }

  @Override
  public void addReader(int subtask) {
    if (subtask == FIRST && unassigned != null) {
      context.assignSplit(unassigned, FIRST);
      unassigned = null;
    }
  }

  @Override
  public void addSplitsBack(List<FeedSplit> splits, int subtask) {
    for (FeedSplit split : splits) { // none where the reader's own checkpoint has it
      unassigned = split;
    }
  }

  @Override
  public Boolean snapshotState(long checkpoint) {
    return unassigned == null;
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    // Readers never ask.
  }

  @Override
  public void start() {}

  @Override
  public void close() {}
}
