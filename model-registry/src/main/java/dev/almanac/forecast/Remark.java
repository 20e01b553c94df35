package dev.almanac.forecast;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What is unusual about a history that a model was learned from. */
public enum Remark {
  /** All known values are the same. */
  CONSTANT("constant"),
  /** Hardly longer than the longest season, or than the horizon. */
  SHORT("short"),
  /** Most values are not known. */
  SPARSE("sparse"),
  /** Some values in the middle are not known; they were bridged. */
  GAPS("gaps"),
  /** Whole numbers, few of them different. */
  COUNTS("counts"),
  /** The level changed for good; what was before was moved to the new level. */
  LEVEL_SHIFT("level shift"),
  /** Infinite values were taken as not known. */
  INFINITE_VALUES("infinite values"),
  /** No season was given or found. */
  NO_SEASON("no season"),
  /** No model does better than repeating the last value or season. */
  NAIVE_IS_BEST("naive is best");

  private final String text;

  Remark(String text) {
    this.text = text;
  }

  /** As a report says it. */
  public String text() {
    return text;
  }

  static Set<Remark> inOrder(Set<Remark> remarks) {
    EnumSet<Remark> sorted = EnumSet.noneOf(Remark.class);
    sorted.addAll(remarks);
    return Collections.unmodifiableSet(sorted);
  }
}
