package dev.almanac.flink;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/** Yields each assigned piece as one record, then asks for the next. */
final class PieceReader<T extends Serializable> implements SourceReader<T, Piece<T>> {

  private final SourceReaderContext context;
  private final Deque<Piece<T>> assigned = new ArrayDeque<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private boolean noMoreSplits;

  PieceReader(SourceReaderContext context) {
    this.context = context;
  }

  @Override
  public void start() {
    if (assigned.isEmpty()) {
      context.sendSplitRequest();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) {
    Piece<T> split = assigned.poll();
    if (split != null) {
      output.collect(split.work());
      if (assigned.isEmpty() && !noMoreSplits) {
        context.sendSplitRequest();
      }
      return InputStatus.MORE_AVAILABLE;
    }
    if (noMoreSplits) {
      return InputStatus.END_OF_INPUT;
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return assigned.isEmpty() && !noMoreSplits
        ? available
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public void addSplits(List<Piece<T>> splits) {
    assigned.addAll(splits);
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    available.complete(null);
  }

  @Override
  public List<Piece<T>> snapshotState(long checkpoint) {
    return new ArrayList<>(assigned);
  }

  @Override
  public void close() {}
}
