package dev.almanac.anomaly;

/** Equal values and zeros on end, and how finely values are told apart. */
final class Runs {

  /** Until as many different neighbours were seen, values are taken for continuous. */
  private static final int DIFFERENCES = 8;

  /** A run is a stuck value where it is that many times as long as any before, and this long. */
  private static final int TIMES = 3;

  private static final int LEAST_STUCK = 16;

  /** Where no two neighbours were equal in so many samples, this long a run is a stuck value. */
  private static final int DISTINCT = 1024;

  private static final int LEAST_STUCK_OF_DISTINCT = 3;
  private static final int LEAST_ZEROS = 2;

  /** A stuck value is told of for as many samples, then it is the normal state. */
  private static final int TOLD = 64;

  /** Before as many samples nothing is said of zeros. */
  private static final int ZEROS_COLD = 128;

  double last = Double.NaN;

  /** The smallest difference of two neighbours that were not equal. */
  double grain = Double.POSITIVE_INFINITY;

  int differences;
  int equal;
  int mostEqual;
  int zeros;
  int mostZeros;

  /** The distance of neighbouring values where there is one, else 0. */
  double grain() {
    return differences < DIFFERENCES ? 0 : grain;
  }

  void take(double value) {
    double difference = Math.abs(value - last);
    if (difference == 0) {
      equal = more(equal);
    } else {
      if (difference > 0 && difference < Double.POSITIVE_INFINITY) {
        grain = Math.min(grain, difference);
        differences = Math.min(DIFFERENCES, differences + 1);
      }
      mostEqual = Math.max(mostEqual, equal);
      equal = 1;
    }
    if (value == 0) {
      zeros = more(zeros);
    } else {
      mostZeros = Math.max(mostZeros, zeros);
      zeros = 0;
    }
    last = value;
  }

  private static int more(int run) {
    return run == Integer.MAX_VALUE ? run : run + 1;
  }

  /**
   * So many equal values on end are a stuck one.
   *
   * @param seen how many samples there were
   */
  long stuckAt(double seen) {
    return mostEqual <= 1 && seen >= DISTINCT
        ? LEAST_STUCK_OF_DISTINCT
        : Math.max(LEAST_STUCK, (long) TIMES * mostEqual);
  }

  /** Whether the value is stuck, and has not been for so long that it is the normal state. */
  boolean stuck(long learned, long stuckAt) {
    return learned - equal > stuckAt && equal >= stuckAt && equal < stuckAt + TOLD;
  }

  /** So many zeros on end are a drop to zero. */
  long droppedAt() {
    return LEAST_ZEROS + (long) TIMES * mostZeros;
  }

  /** The same for zeros, which are told of for a day. */
  boolean dropped(long learned, double samplesADay) {
    return learned - zeros > ZEROS_COLD
        && zeros >= droppedAt()
        && zeros < droppedAt() + samplesADay;
  }
}
