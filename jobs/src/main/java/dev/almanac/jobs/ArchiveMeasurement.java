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
    List<ProcessMeter.Usage> passes,
    PromtoolDump promtool) {

  long samples() {
    return totals.samples() + totals.histograms();
  }

  ProcessMeter.Usage first() {
    return passes.get(0);
  }

  /** The least time that a pass took by the clock. */
  double bestSeconds() {
    return least(passes, ProcessMeter.Usage::seconds);
  }

  /** The least time that a pass took on processors. */
  double bestCpuSeconds() {
    return least(passes, ProcessMeter.Usage::cpuSeconds);
  }

  static double least(
      List<ProcessMeter.Usage> passes, ToDoubleFunction<ProcessMeter.Usage> seconds) {
    return passes.stream().mapToDouble(seconds).min().orElseThrow();
  }

  double perSample(long bytes) {
    return (double) bytes / samples();
  }

  /** Infinite where there is no time to divide by. */
  double perSecond(double seconds) {
    return samples() / Math.max(0, seconds);
  }

  /** The archive's size as a part of the tarball's. */
  double ofTarball() {
    return (double) totals.archiveBytes() / tarballBytes;
  }

  long peakHeapBytes() {
    return passes.stream().mapToLong(ProcessMeter.Usage::peakHeapBytes).max().orElseThrow();
  }

  /** Null where the system does not tell. */
  Long peakResidentBytes() {
    return passes.stream()
        .map(ProcessMeter.Usage::peakResidentBytes)
        .reduce((a, b) -> a == null || b == null ? null : Long.valueOf(Math.max(a, b)))
        .orElseThrow();
  }
}
