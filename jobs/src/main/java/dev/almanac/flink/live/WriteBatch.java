package dev.almanac.flink.live;

import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs as one message of remote write, which names each series once, as the protocol asks. Its
 * memory is used again for the next one. For one thread at a time.
 */
public final class WriteBatch {

  /** Hashes of like label sets lie side by side (Knuth, multiplicative hashing). */
  private static final int SCATTER = 0x9e3779b1;

  private final WriteRequest request = new WriteRequest();

  /** Open addressing: a set of objects for each entry would cost as much as the message. */
  private Labels[] seen = new Labels[0];

  private final FloatRun samples = new FloatRun(0);

  /**
   * The message of these runs.
   *
   * @param runs those of a series in order of time
   * @return until the next call
   */
  public WriteRequest of(List<SeriesRun> runs) {
    request.clear();
    if (!addedAsDifferentSeries(runs)) {
      request.clear();
      joined(runs).forEach(request::add);
    }
    return request;
  }

  /** In one pass: a series' labels come from far away in memory, and once is enough. */
  private boolean addedAsDifferentSeries(List<SeriesRun> runs) {
    int slots = Integer.highestOneBit(Math.max(1, runs.size())) * 4;
    if (seen.length < slots) {
      seen = new Labels[slots];
    } else {
      Arrays.fill(seen, null);
    }
    int shift = Integer.numberOfLeadingZeros(seen.length) + 1;
    for (SeriesRun run : runs) {
      Labels labels = run.labels();
      int hash = labels.hashCode();
      int slot = (hash * SCATTER) >>> shift;
      while (seen[slot] != null) {
        if (seen[slot].hashCode() == hash && seen[slot].equals(labels)) {
          return false;
        }
        slot = (slot + 1) & (seen.length - 1);
      }
      seen[slot] = labels;
      show(run, samples);
      request.add(labels, samples);
    }
    return true;
  }

  private static Map<Labels, FloatRun> joined(List<SeriesRun> runs) {
    Map<Labels, FloatRun> series = new LinkedHashMap<>(runs.size() * 2);
    for (SeriesRun run : runs) {
      FloatRun more = new FloatRun(0);
      show(run, more);
      FloatRun before = series.putIfAbsent(run.labels(), more);
      if (before != null) {
        before.append(more, 0, more.size()); // grows into arrays of its own
      }
    }
    return series;
  }

  /** Without a copy. */
  private static void show(SeriesRun run, FloatRun as) {
    as.timestamps = run.timestamps();
    as.valueBits = run.valueBits();
    as.setSize(run.size());
  }
}
