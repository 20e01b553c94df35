package dev.almanac.archive;

import java.util.Optional;

/** What a step of a rollup tells of a series' samples, as a number of its own. */
public enum RollupNumber {
  AVG("avg", "sum"),
  MIN("min", "min"),
  MAX("max", "max"),
  SUM("sum", "sum"),
  COUNT("count", "count"),
  FIRST("first", "first"),
  LAST("last", "last"),
  INCREASE("increase", "increase");

  private final String spelling;
  private final String column;

  RollupNumber(String spelling, String column) {
    this.spelling = spelling;
    this.column = column;
  }

  /** As labels name it: {@code avg}, {@code max}. */
  public String spelling() {
    return spelling;
  }

  /** The column that it is made of. */
  String column() {
    return column;
  }

  /** The one of this spelling. */
  public static Optional<RollupNumber> spelled(String text) {
    for (RollupNumber number : values()) {
      if (number.spelling.equals(text)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }
}
