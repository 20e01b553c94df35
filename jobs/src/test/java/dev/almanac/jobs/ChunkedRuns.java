package dev.almanac.jobs;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Run;
import java.util.ArrayList;
import java.util.List;

/** The samples of one series, in runs as long as Prometheus's chunks. */
public final class ChunkedRuns {

  private static final int SAMPLES_PER_CHUNK = 120;

  private final List<Run> runs = new ArrayList<>();
  private FloatRun run;

  public void add(long time, long valueBits) {
    if (run == null || run.size() == SAMPLES_PER_CHUNK) {
      run = new FloatRun(SAMPLES_PER_CHUNK);
      run.setStartsChunk(true);
      runs.add(run);
    }
    int size = run.size();
    run.timestamps[size] = time;
    run.valueBits[size] = valueBits;
    run.setSize(size + 1);
  }

  public List<Run> all() {
    return runs;
  }
}
