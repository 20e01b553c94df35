package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolBackfill;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What it took to restore one snapshot, to the byte.
 *
 * @param input what was archived and restored
 * @param blocks how many blocks it has
 * @param totals what the backup holds
 * @param passes what each pass used, in order
 * @param promtool a slice of the snapshot made into a block by promtool, or null where it was done
 *     without
 */
record RestoreMeasurement(
    String input,
    int blocks,
    Manifest.Totals totals,
    List<Pass> passes,
    PromtoolBackfill promtool) {

  /**
   * One time that the snapshot was restored.
   *
   * @param usage what the process used
   * @param workCpuSeconds what the restoring thread spent on a processor: the process without the
   *     compiler and the collector
   */
  record Pass(ProcessMeter.Usage usage, double workCpuSeconds) {}

  long samples() {
    return totals.samples() + totals.histograms();
  }

  /** While Java still compiles. */
  double samplesPerSecondFirst() {
    return samples() / passes.get(0).usage().seconds();
  }

  double samplesPerSecondBest() {
    return samples() / least(pass -> pass.usage().seconds());
  }

  double samplesPerCpuSecond() {
    return samples() / least(pass -> pass.usage().cpuSeconds());
  }

  double samplesPerCpuSecondOfWork() {
    return samples() / least(Pass::workCpuSeconds);
  }

  private double least(ToDoubleFunction<Pass> seconds) {
    return passes.stream().mapToDouble(seconds).min().orElseThrow();
  }

  double blockBytesPerSample() {
    return (double) totals.blockBytes() / samples();
  }

  double archiveBytesPerSample() {
    return (double) totals.archiveBytes() / samples();
  }

  /** How many times as fast by the clock as promtool, in the best pass. */
  double timesPromtool() {
    return samplesPerSecondBest() / promtool.samplesPerSecond();
  }

  long peakHeapBytes() {
    return passes.stream().mapToLong(pass -> pass.usage().peakHeapBytes()).max().orElseThrow();
  }
}
