package dev.almanac.registry;

import dev.almanac.series.TimeRange;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the gate found.
 *
 * @param champion the number of the version that the challenger was compared with; empty where
 *     there was none
 * @param holdout the time that both forecast and had not seen
 * @param rule by which it was decided
 * @param checks every comparison
 * @param reasons why the challenger does not become champion, a sentence each; none where it does
 */
public record GateReport(
    OptionalInt champion,
    TimeRange holdout,
    GateRule rule,
    List<GateCheck> checks,
    List<String> reasons) {

  public GateReport {
    checks = List.copyOf(checks);
    reasons = List.copyOf(reasons);
  }

  /** Whether the challenger becomes champion. */
  public boolean passes() {
    return reasons.isEmpty();
  }
}
