package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What a backup tells monitoring. What only one that succeeded knows stays as the last one left it.
 */
final class BackupMetrics {

  private static final String COMPLETE = "almanac_backup_complete";
  private static final String COMPLETE_HELP =
      "Whether the last backup lacks nothing, and found nothing damaged.";
  private static final String LAST_SUCCESS = "almanac_backup_last_success_timestamp_seconds";
  private static final String LAST_SUCCESS_HELP = "When a backup last succeeded.";
  private static final String SAMPLES = "almanac_backup_samples";
  private static final String SAMPLES_HELP = "How many samples the last backup has.";
  private static final String BYTES = "almanac_backup_archive_bytes";
  private static final String BYTES_HELP = "How large the files are that the last backup needs.";
  private static final String NEW_SAMPLES = "almanac_backup_new_samples";
  private static final String NEW_SAMPLES_HELP =
      "How many samples of the last backup no earlier one had.";
  private static final String NEW_BYTES = "almanac_backup_new_bytes";
  private static final String NEW_BYTES_HELP = "How much the last backup wrote.";

  private BackupMetrics() {}

  /**
   * Publishes a backup of the data.
   *
   * @param complete whether every component was backed up too, and nothing in the archive was
   *     damaged
   */
  static void succeeded(Path file, Instant begin, Manifest backup, boolean complete)
      throws IOException {
    Manifest.Totals totals = backup.totals();
    ended(file, begin, true)
        .gauge(COMPLETE, COMPLETE_HELP, complete)
        .gauge(LAST_SUCCESS, LAST_SUCCESS_HELP, (double) Instant.now().getEpochSecond())
        .gauge(SAMPLES, SAMPLES_HELP, (double) (totals.samples() + totals.histograms()))
        .gauge(BYTES, BYTES_HELP, (double) totals.archiveBytes())
        .gauge(NEW_SAMPLES, NEW_SAMPLES_HELP, (double) totals.newSamples())
        .gauge(NEW_BYTES, NEW_BYTES_HELP, (double) totals.newBytes())
        .write();
  }

  /** Counts a backup that failed. */
  static void failed(Path file, Instant begin) throws IOException {
    ended(file, begin, false)
        .gauge(COMPLETE, COMPLETE_HELP, false)
        .keep(LAST_SUCCESS, LAST_SUCCESS_HELP)
        .keep(SAMPLES, SAMPLES_HELP)
        .keep(BYTES, BYTES_HELP)
        .keep(NEW_SAMPLES, NEW_SAMPLES_HELP)
        .keep(NEW_BYTES, NEW_BYTES_HELP)
        .write();
  }

  private static MetricsFile ended(Path file, Instant begin, boolean success) throws IOException {
    Instant now = Instant.now();
    return MetricsFile.after(file)
        .count("almanac_backup_failures_total", "How many backups failed.", success ? 0 : 1)
        .gauge("almanac_backup_success", "Whether the last backup archived the data.", success)
        .gauge(
            "almanac_backup_timestamp_seconds",
            "When the last backup ended.",
            (double) now.getEpochSecond())
        .gauge(
            "almanac_backup_duration_seconds",
            "How long the last backup took.",
            Duration.between(begin, now).toMillis() / 1000.0);
  }
}
