package dev.almanac.anomaly.novelty;

/** How rare the distance of a value from the median is, on its side: {@link PastPeaks} of both. */
final class Records {

  /** So few values have no median. */
  private static final int LEAST = 50;

  /** A record is to be broken by something: that part of what the middle 80 % span. */
  private static final double SLACK = .02;

  private final SortedSample seen = new SortedSample();
  private final PastPeaks above = new PastPeaks();
  private final PastPeaks below = new PastPeaks();
  private long count;

  /** Judges a value, then remembers it. Peaks as high as are expected in so long a past. */
  double next(double value) {
    double expected = Double.POSITIVE_INFINITY;
    if (count >= LEAST) {
      double median = seen.quantile(.5);
      double slack =
          SLACK * (seen.quantile(.9) - seen.quantile(.1)) + NoveltyDetector.rounding(median);
      expected = Math.min(above.next(value - median, slack), below.next(median - value, slack));
    }
    seen.add(value);
    count++;
    return expected;
  }

  /** The number of values in the past that those are compared with. */
  long past() {
    return count;
  }
}
