package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What it took to archive one snapshot.
 *
 * @param input what was archived
 * @param blocks how many blocks it has
 * @param totals what the backup holds
 * @param tarballBytes the size of the blocks as a tarball that zstd packed at level 3
 * @param passes what each pass used, in order
 * @param promtool the same snapshot dumped by promtool, or null where it was done without
 */
record ArchiveMeasurement(
    String input,
    int blocks,
    Manifest.Totals totals,
    long tarballBytes,
    List<Pass> passes,
    PromtoolDump promtool) {

  /**
   * One time that the snapshot was archived.
   *
   * @param usage what the process used
   * @param workCpuSeconds what planning and workers spent on processors: the process without
   *     Flink's own threads, the compiler and the collector
   */
  record Pass(ProcessMeter.Usage usage, double workCpuSeconds) {}

  long samples() {
    return totals.samples() + totals.histograms();
  }

  /** How long the first pass took by the clock. */
  double firstSeconds() {
    return passes.get(0).usage().seconds();
  }

  /** The least time that a pass took by the clock. */
  double bestSeconds() {
    return least(pass -> pass.usage().seconds());
  }

  /** The least time that a pass took on processors. */
  double bestCpuSeconds() {
    return least(pass -> pass.usage().cpuSeconds());
  }

  /** The least time that planning and workers took on processors. */
  double bestWorkCpuSeconds() {
    return least(Pass::workCpuSeconds);
  }

  private double least(ToDoubleFunction<Pass> seconds) {
    return passes.stream().mapToDouble(seconds).min().orElseThrow();
  }

  double perSample(long bytes) {
    return (double) bytes / samples();
  }

  double perSecond(double seconds) {
    return samples() / seconds;
  }

  /** The archive's size as a part of the tarball's. */
  double ofTarball() {
    return (double) totals.archiveBytes() / tarballBytes;
  }

  long peakHeapBytes() {
    return passes.stream().mapToLong(pass -> pass.usage().peakHeapBytes()).max().orElseThrow();
  }

  /** Null where the system does not tell. */
  Long peakResidentBytes() {
    return passes.stream()
        .map(pass -> pass.usage().peakResidentBytes())
        .reduce((a, b) -> a == null || b == null ? null : Long.valueOf(Math.max(a, b)))
        .orElseThrow();
  }
}
