package dev.almanac.anomaly.novelty;

/**
 * How near a value comes to the record of its side: its distance from the median, divided by the
 * greatest that was seen there. Above 1 the record is broken. Record statistics need no
 * distribution; the n-th of exchangeable values breaks one with the chance of two in n.
 */
final class Records {

  /** So few values have no record. */
  private static final int LEAST = 50;

  /** A record is to be broken by something: that part of what the middle 80 % span. */
  private static final double SLACK = .02;

  private final SortedSample seen = new SortedSample();
  private double highest = Double.NEGATIVE_INFINITY;
  private double lowest = Double.POSITIVE_INFINITY;

  /** Judges a value, then remembers it. 0 while little is known. */
  double next(double value) {
    double ratio = 0;
    if (seen.size() >= LEAST) {
      double median = seen.quantile(.5);
      double slack =
          SLACK * (seen.quantile(.9) - seen.quantile(.1)) + NoveltyDetector.rounding(median);
      double above = (value - median) / (highest - median + slack);
      double below = (median - value) / (median - lowest + slack);
      ratio = Math.max(0, Math.max(above, below));
    }
    seen.add(value);
    highest = Math.max(highest, value);
    lowest = Math.min(lowest, value);
    return ratio;
  }
}
