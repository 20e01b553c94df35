package dev.almanac.flink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands out the pieces of a snapshot one by one, to whoever asks. */
final class SnapshotEnumerator implements SplitEnumerator<SnapshotSplit, List<SnapshotSplit>> {

  private final SplitEnumeratorContext<SnapshotSplit> context;
  private final Deque<SnapshotSplit> unassigned;

  SnapshotEnumerator(
      SplitEnumeratorContext<SnapshotSplit> context, Collection<SnapshotSplit> unassigned) {
    this.context = context;
    this.unassigned = new ArrayDeque<>(unassigned);
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    if (!context.registeredReaders().containsKey(subtask)) {
      return; // it failed between asking and now, and will ask again
    }
    SnapshotSplit next = unassigned.poll();
    if (next == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      context.assignSplit(next, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<SnapshotSplit> splits, int subtask) {
    unassigned.addAll(splits);
  }

  @Override
  public List<SnapshotSplit> snapshotState(long checkpoint) {
    return new ArrayList<>(unassigned);
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public void close() {}
}
