package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.flink.ArchivePartFunction;
import java.time.Duration;
import java.util.Map;

/** Tells how far a running archive job is. */
final class ArchiveProgress {

  private final ArchivePlan plan;
  private final long startedAt = System.nanoTime();

  ArchiveProgress(ArchivePlan plan) {
    this.plan = plan;
  }

  /** In one line, out of the job's accumulators. */
  String text(Map<String, Object> counts) {
    long samples = JobProgress.count(counts, ArchivePartFunction.SAMPLES);
    long parts = JobProgress.count(counts, ArchivePartFunction.PARTS);
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    long expected = plan.estimatedSamples();
    String line =
        Human.count(plan.blocks().size(), "block")
            + ", "
            + Human.count(plan.series())
            + " series: part "
            + parts
            + " of "
            + plan.splits().size()
            + ", "
            + Human.count(samples)
            + " of about "
            + Human.count(expected)
            + " samples, "
            + Human.count(Math.round(samples / seconds))
            + "/s";
    if (samples == 0 || samples >= expected) {
      return line;
    }
    long left = Math.round(seconds * (expected - samples) / samples);
    return line + ", " + Human.duration(Duration.ofSeconds(left)) + " to go";
  }
}
