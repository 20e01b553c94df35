package dev.almanac.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a drill found: whether a backup could be restored.
 *
 * @param backup its id
 * @param at when the drill ended
 * @param took how long it took
 * @param passed whether the backup was restored and no difference found
 * @param samples how many were compared
 * @param shown whether a real Prometheus showed them too
 * @param differences how many were found
 * @param named the first of them, a sentence each; {@link #MOST_NAMED} at most
 */
public record DrillRecord(
    String backup,
    Instant at,
    Duration took,
    boolean passed,
    long samples,
    boolean shown,
    long differences,
    List<String> named) {

  /** So many differences are kept in words. */
  public static final int MOST_NAMED = 20;

  public DrillRecord {
    named = List.copyOf(named);
    if (!BackupId.isValid(backup)) {
      throw new IllegalArgumentException("not the id of a backup: " + backup);
    }
    if (took.isNegative() || samples < 0) {
      throw new IllegalArgumentException("a drill takes time and compares samples, found less");
    }
    if (named.size() > Math.min(differences, MOST_NAMED) || passed != (differences == 0)) {
      throw new IllegalArgumentException(
          "a drill that %s found %d differences, and names %d"
              .formatted(passed ? "passed" : "failed", differences, named.size()));
    }
  }

  /** The record of a drill that found these differences. */
  public static DrillRecord of(
      String backup,
      Instant at,
      Duration took,
      long samples,
      boolean shown,
      List<String> differences) {
    return new DrillRecord(
        backup,
        at,
        took,
        differences.isEmpty(),
        samples,
        shown,
        differences.size(),
        differences.subList(0, Math.min(differences.size(), MOST_NAMED)));
  }

  /** The same drill, said to have ended at another time. */
  DrillRecord endedAt(Instant other) {
    return new DrillRecord(backup, other, took, passed, samples, shown, differences, named);
  }

  /** What was found, as a sentence. */
  public String summary() {
    if (passed) {
      return "it restores: %d samples compared%s"
          .formatted(samples, shown ? ", and Prometheus shows them all" : "");
    }
    return "it does not restore: %d %s; %s"
        .formatted(
            differences,
            differences == 1 ? "difference" : "differences",
            named.isEmpty() ? "none is named" : named.get(0));
  }
}
