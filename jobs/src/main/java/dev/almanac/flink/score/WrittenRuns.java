package dev.almanac.flink.score;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.util.Arrays;

/** What is written of one run, gathered until the run is over. Used again for the next. */
final class WrittenRuns {

  static final Written[] ALL = Written.values();

  private final FloatRun[] runs = new FloatRun[ALL.length];

  WrittenRuns() {
    Arrays.setAll(runs, i -> new FloatRun());
  }

  void add(Written what, long time, long bits) {
    FloatRun run = runs[what.number()];
    int size = run.size();
    run.ensureCapacity(size + 1);
    run.timestamps[size] = time;
    run.valueBits[size] = bits;
    run.setSize(size + 1);
  }

  /** Hands on what there is, and begins anew. */
  void flush(Labels source, SeriesMemory memory, ScoreOutput to) {
    long[] times = null;
    for (Written what : ALL) {
      FloatRun run = runs[what.number()];
      int size = run.size();
      if (size > 0) {
        times = shared(times, run);
        to.written(
            new SeriesRun(memory.labels(what, source), times, Arrays.copyOf(run.valueBits, size)));
        run.setSize(0);
      }
    }
  }

  /** The times of a run, in the array of the one before where they are the same, as nearly ever. */
  private static long[] shared(long[] before, FloatRun run) {
    int size = run.size();
    return before != null && Arrays.equals(before, 0, before.length, run.timestamps, 0, size)
        ? before
        : Arrays.copyOf(run.timestamps, size);
  }
}
