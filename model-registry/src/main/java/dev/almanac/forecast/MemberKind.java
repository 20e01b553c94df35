package dev.almanac.forecast;

/** What a member is called in bytes; a number, once given, stays. */
enum MemberKind {
  NAIVE(1),
  SEASONAL_NAIVE(2),
  AUTOREGRESSION(3);

  private final int number;

  MemberKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The kind, or null where there is none of that number. */
  static MemberKind of(int number) {
    for (MemberKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return null;
  }
}
