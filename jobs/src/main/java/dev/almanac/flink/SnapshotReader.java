package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
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
final class SnapshotReader implements SourceReader<ArchiveSplit, SnapshotSplit> {

  private final SourceReaderContext context;
  private final Deque<SnapshotSplit> assigned = new ArrayDeque<>();
  private CompletableFuture<Void> available = new CompletableFuture<>();
  private boolean noMoreSplits;

  SnapshotReader(SourceReaderContext context) {
    this.context = context;
  }

  @Override
  public void start() {
    if (assigned.isEmpty()) {
      context.sendSplitRequest();
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<ArchiveSplit> output) {
    SnapshotSplit split = assigned.poll();
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
  public void addSplits(List<SnapshotSplit> splits) {
    assigned.addAll(splits);
    available.complete(null);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    available.complete(null);
  }

  @Override
  public List<SnapshotSplit> snapshotState(long checkpoint) {
    return new ArrayList<>(assigned);
  }

  @Override
  public void close() {}
}
