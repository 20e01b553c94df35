package dev.almanac.finding;

import java.util.Locale;

/** How bad it is, in the words of the alerts. */
public enum Severity {
  /** Put it right on a working day. */
  WARNING,
  /** Put it right now. */
  CRITICAL;

  /** As alerts write it: {@code critical}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
