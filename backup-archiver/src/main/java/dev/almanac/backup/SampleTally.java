package dev.almanac.backup;

import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;

/** How many samples passed by, of which kind, and over which time. */
final class SampleTally {

  private long samples;
  private long histograms;
  private long firstTimestamp = Long.MAX_VALUE;
  private long lastTimestamp = Long.MIN_VALUE;

  void add(Run run) {
    if (run instanceof HistogramRun) {
      histograms += run.size();
    } else {
      samples += run.size();
    }
    firstTimestamp = Math.min(firstTimestamp, run.firstTimestamp());
    lastTimestamp = Math.max(lastTimestamp, run.lastTimestamp());
  }

  /** Float samples. */
  long samples() {
    return samples;
  }

  /** Native-histogram samples. */
  long histograms() {
    return histograms;
  }

  /** Samples of both kinds. */
  long total() {
    return samples + histograms;
  }

  long firstTimestamp() {
    return firstTimestamp;
  }

  long lastTimestamp() {
    return lastTimestamp;
  }
}
