package dev.almanac.anomaly.novelty;

/** The greatest of the last few numbers: members see one incident a few samples apart. */
final class Held {

  private static final int LENGTH = 24;

  private final double[] last = new double[LENGTH];
  private long count;

  double next(double value) {
    last[(int) (count++ % LENGTH)] = value;
    double greatest = 0;
    for (double one : last) {
      greatest = Math.max(greatest, one);
    }
    return greatest;
  }
}
