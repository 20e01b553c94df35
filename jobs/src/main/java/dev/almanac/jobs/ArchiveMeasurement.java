package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import java.util.Comparator;
import java.util.List;

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

  /** The pass that took the least time. */
  ProcessMeter.Usage best() {
    return passes.stream()
        .min(Comparator.comparingDouble(ProcessMeter.Usage::seconds))
        .orElseThrow();
  }

  /** The pass that took the least time on processors. */
  ProcessMeter.Usage leanest() {
    return passes.stream()
        .min(Comparator.comparingDouble(ProcessMeter.Usage::cpuSeconds))
        .orElseThrow();
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
