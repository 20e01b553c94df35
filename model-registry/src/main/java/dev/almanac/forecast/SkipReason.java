package dev.almanac.forecast;

/** Why a history gives no model. */
public enum SkipReason {
  /** Not a single value is known. */
  NO_VALUES("no value is known"),
  /** So few are known that nothing can be said of their spread. */
  TOO_FEW_VALUES("fewer than " + Preparation.LEAST_VALUES + " values are known");

  private final String text;

  SkipReason(String text) {
    this.text = text;
  }

  /** As a report says it. */
  public String text() {
    return text;
  }
}
