package dev.almanac.doctor;

import dev.almanac.doctor.Symptom.Unit;
import dev.almanac.finding.Severity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the metrics of the monitoring show, by the bounds of its alerts. Alerts wait a while before
 * they fire; these tell at once.
 */
final class Symptoms {

  private static final String RUNBOOK = "docs/runbooks/%s.md";

  /** File systems that hold something, and for long. */
  private static final String DISKS = "{fstype!~\"tmpfs|ramfs|overlay|squashfs|iso9660\"}";

  private Symptoms() {}

  static final List<Symptom> ALL =
      List.of(
          new Symptom(
              "memory",
              Severity.WARNING,
              "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.15",
              "%s of the memory is available",
              Unit.FRACTION,
              "0.15 or more",
              RUNBOOK.formatted("HostMemoryLow")),
          new Symptom(
              "memory",
              Severity.WARNING,
              "process_resident_memory_bytes{job=\"prometheus\"}"
                  + " / on() group_left() max(node_memory_MemTotal_bytes) > 0.5",
              "it takes %s of the machine's memory",
              Unit.FRACTION,
              "half of it at most",
              "drop series that nobody asks for (metric_relabel_configs), then "
                  + RUNBOOK.formatted("HostMemoryLow")),
          new Symptom(
              "queries",
              Severity.WARNING,
              "prometheus_engine_query_duration_seconds{slice=\"inner_eval\",quantile=\"0.9\"} > 2",
              "of ten queries the slowest takes %s",
              Unit.SECONDS,
              "2 s at most",
              "record what dashboards ask again and again as rules; look at cardinality above"),
          new Symptom(
              "samples",
              Severity.WARNING,
              counted(
                  "prometheus_tsdb_out_of_order_samples_total",
                  "prometheus_tsdb_out_of_bound_samples_total",
                  "prometheus_tsdb_too_old_samples_total"),
              "%s samples of the last hour came too late or out of order, and were dropped",
              Unit.NUMBER,
              "none",
              "two that write the same series, or a clock that is off; else"
                  + " storage.tsdb.out_of_order_time_window"),
          new Symptom(
              "samples",
              Severity.WARNING,
              counted(
                  "prometheus_target_scrapes_sample_duplicate_timestamp_total",
                  "prometheus_target_scrapes_sample_out_of_order_total",
                  "prometheus_target_scrapes_sample_out_of_bounds_total"),
              "%s scraped samples of the last hour were dropped",
              Unit.NUMBER,
              "none",
              "two targets with the same labels, or an exporter with timestamps of its own:"
                  + " honor_timestamps: false"),
          new Symptom(
              "storage",
              Severity.CRITICAL,
              counted(
                  "prometheus_tsdb_compactions_failed_total",
                  "prometheus_tsdb_head_truncations_failed_total",
                  "prometheus_tsdb_checkpoint_creations_failed_total",
                  "prometheus_tsdb_wal_truncations_failed_total",
                  "prometheus_tsdb_wal_writes_failed_total"),
              "%s failures of the last hour to write blocks or the log of samples",
              Unit.NUMBER,
              "none",
              "/var/log/monitoring/prometheus.log: a full disk, or permissions; a broken block: "
                  + RUNBOOK.formatted("restore")),
          new Symptom(
              "disk",
              Severity.CRITICAL,
              "node_filesystem_avail_bytes%1$s / node_filesystem_size_bytes%1$s < 0.05"
                  .formatted(DISKS),
              "%s of the file system is free",
              Unit.FRACTION,
              "0.15 or more",
              RUNBOOK.formatted("HostDiskAlmostFull")),
          new Symptom(
              "disk",
              Severity.WARNING,
              "(node_filesystem_avail_bytes%1$s / node_filesystem_size_bytes%1$s < 0.15) >= 0.05"
                  .formatted(DISKS),
              "%s of the file system is free",
              Unit.FRACTION,
              "0.15 or more",
              RUNBOOK.formatted("HostDiskLow")),
          new Symptom(
              "clock",
              Severity.WARNING,
              "abs(node_timex_offset_seconds) > 0.5",
              "the machine's clock is off by %s",
              Unit.SECONDS,
              "a clock that is kept right",
              "timedatectl; systemctl status systemd-timesyncd chrony"),
          new Symptom(
              "backups",
              Severity.CRITICAL,
              "almanac_backup_success == 0",
              "the last backup failed (%s)",
              Unit.NUMBER,
              "1",
              RUNBOOK.formatted("BackupFailed")),
          new Symptom(
              "backups",
              Severity.CRITICAL,
              "time() - almanac_backup_last_success_timestamp_seconds > 27 * 3600",
              "the last backup that succeeded is %s old",
              Unit.HOURS,
              "27 h at most",
              RUNBOOK.formatted("BackupMissed")),
          new Symptom(
              "backups",
              Severity.CRITICAL,
              "almanac_restore_drill_success == 0",
              "the newest backup did not restore (%s)",
              Unit.NUMBER,
              "1",
              RUNBOOK.formatted("RestoreDrillFailed")),
          new Symptom(
              "models",
              Severity.WARNING,
              "almanac_training_success == 0",
              "the last training failed (%s)",
              Unit.NUMBER,
              "1",
              RUNBOOK.formatted("TrainingFailed")),
          new Symptom(
              "models",
              Severity.WARNING,
              "time() - almanac_training_last_success_timestamp_seconds > 3 * 86400",
              "the last training that succeeded is %s old",
              Unit.HOURS,
              "72 h at most",
              RUNBOOK.formatted("TrainingMissed")),
          new Symptom(
              "models",
              Severity.WARNING,
              "almanac_model_owa > 1",
              "the champion's errors are %s of the seasonal naive's",
              Unit.FRACTION,
              "1 at most",
              RUNBOOK.formatted("ModelAccuracyDeviates")),
          new Symptom(
              "models",
              Severity.WARNING,
              "almanac_model_coverage < 0.85",
              "the 95 %% bands hold %s of the values",
              Unit.FRACTION,
              "0.85 or more",
              RUNBOOK.formatted("ModelBandsOff")),
          new Symptom(
              "scoring",
              Severity.WARNING,
              "almanac_scoring_lag_seconds > 120",
              "scores come %s late",
              Unit.SECONDS,
              "120 s at most",
              RUNBOOK.formatted("ScoringLagging")),
          new Symptom(
              "scoring",
              Severity.CRITICAL,
              "max(almanac_model_version) > 0 unless on() max(almanac_scoring_lag_seconds)",
              "there is a champion, version %s, and nothing is scored",
              Unit.NUMBER,
              "almanac watch, running",
              RUNBOOK.formatted("DetectorSilent")));

  /** How much counters grew within the hour, those together that are there, where they did. */
  private static String counted(String... counters) {
    return Stream.of(counters)
            .map("(sum(increase(%s[1h])) or vector(0))"::formatted)
            .collect(Collectors.joining(" + "))
        + " > 0";
  }
}
