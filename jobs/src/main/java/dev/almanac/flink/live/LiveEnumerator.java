package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares out the server's series once, as soon as it answers; each share stays with its reader. A
 * reader that is left without any, as there are fewer metrics than readers or more readers than
 * before, is given a share of nothing: without one it would hold back the time of all others.
 */
final class LiveEnumerator implements SplitEnumerator<LiveSplit, LivePlan> {

  private static final Logger LOG = LoggerFactory.getLogger(LiveEnumerator.class);

  private final SplitEnumeratorContext<LiveSplit> context;
  private final Supplier<List<LiveSplit>> planner;
  private final long retryMillis;
  private final List<LiveSplit> unassigned;
  private final long start;

  /** Readers that came with no share, and have been given none. */
  private final Set<Integer> idle = new TreeSet<>();

  /** Readers that have been given a share. */
  private final Set<Integer> served = new HashSet<>();

  private volatile boolean made;
  private boolean away;

  /**
   * @param planner makes the shares; asks the server, so it may fail
   * @param retryMillis when to try again
   * @param start where shares of nothing begin, in milliseconds since the epoch
   */
  LiveEnumerator(
      SplitEnumeratorContext<LiveSplit> context,
      Supplier<List<LiveSplit>> planner,
      long retryMillis,
      LivePlan plan,
      long start) {
    this.context = context;
    this.planner = planner;
    this.retryMillis = retryMillis;
    made = plan.made();
    unassigned = new ArrayList<>(plan.unassigned());
    this.start = start;
  }

  @Override
  public void start() {
    if (!made) {
      context.callAsync(
          () -> made ? List.<LiveSplit>of() : planner.get(), this::take, 0, retryMillis);
    }
  }

  private void take(List<LiveSplit> shares, Throwable failure) {
    if (made) {
      return; // the call is repeated for ever, Flink knows no end to it
    }
    if (failure instanceof PrometheusException e && e.isFinal()) {
      throw e;
    }
    if (failure != null) {
      if (!away) {
        away = true;
        LOG.warn(
            "Cannot share out the series yet; trying again from now on: {}", failure.getMessage());
      }
      return;
    }
    made = true;
    unassigned.addAll(shares);
    assign();
  }

  private void assign() {
    int readers = context.currentParallelism();
    for (Iterator<LiveSplit> splits = unassigned.iterator(); splits.hasNext(); ) {
      LiveSplit split = splits.next();
      int reader = split.number() % readers;
      if (context.registeredReaders().containsKey(reader)) {
        assign(split, reader);
        splits.remove();
      }
    }
    if (made) {
      List.copyOf(idle).forEach(reader -> assign(LiveSplit.ofNothing(reader, start), reader));
    }
  }

  private void assign(LiveSplit split, int reader) {
    context.assignSplit(split, reader);
    served.add(reader);
    idle.remove(reader);
  }

  @Override
  public void addReader(int subtask) {
    assign();
  }

  @Override
  public void addSplitsBack(List<LiveSplit> splits, int subtask) {
    // Whoever is left without one asks again.
    splits.stream().filter(split -> !split.isOfNothing()).forEach(unassigned::add);
    served.remove(subtask);
    idle.remove(subtask);
  }

  @Override
  public LivePlan snapshotState(long checkpoint) {
    return new LivePlan(made, List.copyOf(unassigned));
  }

  @Override
  public void handleSplitRequest(int subtask, String host) {
    if (!served.contains(subtask)) {
      idle.add(subtask);
      assign();
    }
  }

  @Override
  public void close() {}
}
