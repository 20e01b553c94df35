package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** Stands for the side of Flink that an enumerator speaks to, and writes down what it is told. */
final class RecordingContext implements SplitEnumeratorContext<Piece<ArchiveSplit>> {

  private final Map<Integer, ReaderInfo> readers = new TreeMap<>();
  private final List<String> events = new ArrayList<>();

  void register(int subtask) {
    readers.put(subtask, new ReaderInfo(subtask, "host"));
  }

  void unregister(int subtask) {
    readers.remove(subtask);
  }

  List<String> events() {
    return events;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return readers;
  }

  @Override
  public void assignSplits(SplitsAssignment<Piece<ArchiveSplit>> assignment) {
    assignment
        .assignment()
        .forEach(
            (subtask, splits) ->
                splits.forEach(split -> events.add(subtask + " gets " + split.splitId())));
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    events.add(subtask + " has all");
  }

  @Override
  public int currentParallelism() {
    return readers.size();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    throw new UnsupportedOperationException("no metrics are kept");
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {
    throw new UnsupportedOperationException("no events are sent");
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    throw new UnsupportedOperationException("nothing is asynchronous");
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
    throw new UnsupportedOperationException("nothing is periodic");
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }
}
