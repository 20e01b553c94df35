package dev.almanac.monitoring;

import java.time.Duration;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/**
 * What the nightly work publishes: backups at 23:00, trainings at 01:00, drills at 03:00, all in
 * UTC. One backup failed, some nights ago.
 */
final class NightlyWork {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final String[] MONITOR = {"instance", "monitor-1:9100", "job", "node"};

  private static final int TRAINED_SERIES = 1175;

  /** How many nights before the last the backup failed. */
  private static final int FAILED = 5;

  private final Shapes shapes;
  private final long end;

  private NightlyWork(Shapes shapes, long end) {
    this.shapes = shapes;
    this.end = end;
  }

  /**
   * Adds it.
   *
   * @param end when the last night is long over
   */
  static void add(Shapes shapes, long end) {
    NightlyWork work = new NightlyWork(shapes, end);
    work.addBackups();
    work.addDrills();
    work.addTrainings();
  }

  /** How many nights before the last one a time is, by the hour of some work. */
  private LongUnaryOperator nightsAgo(int hour) {
    return time -> Math.floorDiv(end - hour * HOUR, DAY) - Math.floorDiv(time - hour * HOUR, DAY);
  }

  private LongToDoubleFunction done(int hour) {
    return time -> (Math.floorDiv(time - hour * HOUR, DAY) * DAY + hour * HOUR) / 1000.0 + 60;
  }

  private void gauge(String metric, LongToDoubleFunction value) {
    shapes.gauge("almanac_" + metric, value, MONITOR);
  }

  /** A number that is another each night, between 0 and 1. */
  private static double chance(String name, long night) {
    return 0.5 + 0.5 * Shapes.wobble(name, night * DAY);
  }

  private void addBackups() {
    LongUnaryOperator nights = nightsAgo(23);
    // A night that failed left what was there before, and the next had two days to archive.
    LongUnaryOperator last = time -> Math.max(0, nights.applyAsLong(time)) + failed(nights, time);
    gauge("backup_success", time -> 1 - failed(nights, time));
    gauge("backup_complete", time -> 1);
    gauge("backup_failures_total", time -> nights.applyAsLong(time) <= FAILED ? 1 : 0);
    gauge("backup_timestamp_seconds", done(23));
    gauge(
        "backup_last_success_timestamp_seconds",
        time -> done(23).applyAsDouble(time - failed(nights, time) * DAY));
    gauge("backup_duration_seconds", time -> 64 + 25 * chance("took", last.applyAsLong(time)));
    LongToDoubleFunction grown =
        time -> {
          long night = last.applyAsLong(time);
          return (night == FAILED - 1 ? 2 : 1) * (6.4e6 + 5e5 * chance("new", night));
        };
    LongToDoubleFunction all = time -> 5.9e8 - 6.7e6 * last.applyAsLong(time);
    gauge("backup_samples", all);
    gauge("backup_new_samples", grown);
    gauge(
        "backup_archive_bytes",
        time -> (1.33 + 0.006 * last.applyAsLong(time)) * all.applyAsDouble(time));
    gauge("backup_new_bytes", time -> 1.41 * grown.applyAsDouble(time));
  }

  private static int failed(LongUnaryOperator nights, long time) {
    return nights.applyAsLong(time) == FAILED ? 1 : 0;
  }

  private void addDrills() {
    LongUnaryOperator nights = nightsAgo(3);
    gauge("restore_drill_success", time -> 1);
    gauge("restore_drill_timestamp_seconds", done(3));
    gauge("restore_drill_duration_seconds", time -> 98 - nights.applyAsLong(time) * 0.9);
    gauge("restore_drill_samples", time -> 5.9e8 - 6.7e6 * nights.applyAsLong(time));
    gauge("restore_drill_differences", time -> 0);
  }

  private void addTrainings() {
    LongUnaryOperator nights = nightsAgo(1);
    gauge("training_failures_total", time -> 0);
    gauge("training_success", time -> 1);
    gauge("training_last_success_timestamp_seconds", done(1));
    gauge("training_duration_seconds", time -> 133 + 30 * chance("t", nights.applyAsLong(time)));
    gauge("training_series_fitted", time -> TRAINED_SERIES - 60);
    gauge("training_series_skipped", time -> 60);
    gauge("model_version", time -> ScoredShop.CHAMPION);
    gauge("model_mase", time -> 0.68 + 0.06 * chance("mase", nights.applyAsLong(time)));
    gauge("model_owa", time -> 0.74 + 0.08 * chance("owa", nights.applyAsLong(time)));
    gauge("model_msis", time -> 5.4 + 1.2 * chance("msis", nights.applyAsLong(time)));
    gauge("model_coverage", time -> 0.93 + 0.03 * chance("in", nights.applyAsLong(time)));
  }
}
