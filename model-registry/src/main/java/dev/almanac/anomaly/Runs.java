package dev.almanac.anomaly;

/** Equal values and zeros on end, and how finely values are told apart. */
final class Runs {

  /** Until as many different neighbours were seen, values are taken for continuous. */
  private static final int DIFFERENCES = 8;

  /** A run is a stuck value where it is that many times as long as any before, and this long. */
  private static final int TIMES = 3;

  private static final int LEAST_STUCK = 16;

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

  /** How much longer the run of equal values is than it may be: above 1 is stuck. */
  double stuck(long learned) {
    long most = Math.max(LEAST_STUCK, (long) TIMES * mostEqual);
    boolean told = learned - equal > most && equal < most + TOLD;
    return told ? (equal + 1.) / most : 0;
  }

  /** The same for the run of zeros, for as long as a day. */
  double dropped(long learned, double samplesADay) {
    double most = .5 + TIMES * (double) mostZeros;
    boolean told = zeros > 1 && learned - zeros > ZEROS_COLD && zeros < most + samplesADay;
    return told ? zeros / (most + 1) : 0;
  }
}
