package dev.almanac.flink;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Hands out pieces of work one by one, to whoever asks. */
final class PieceEnumerator<T extends Serializable>
    implements SplitEnumerator<Piece<T>, List<Piece<T>>> {

  private final SplitEnumeratorContext<Piece<T>> context;
  private final Deque<Piece<T>> unassigned;

  PieceEnumerator(SplitEnumeratorContext<Piece<T>> context, Collection<Piece<T>> unassigned) {
    this.context = context;
    this.unassigned = new ArrayDeque<>(unassigned);
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    if (!context.registeredReaders().containsKey(subtask)) {
      return; // it failed between asking and now, and will ask again
    }
    Piece<T> next = unassigned.poll();
    if (next == null) {
      context.signalNoMoreSplits(subtask);
    } else {
      context.assignSplit(next, subtask);
    }
  }

  @Override
  public void addSplitsBack(List<Piece<T>> splits, int subtask) {
    unassigned.addAll(splits);
  }

  @Override
  public List<Piece<T>> snapshotState(long checkpoint) {
    return new ArrayList<>(unassigned);
  }

  @Override
  public void start() {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public void close() {}
}
