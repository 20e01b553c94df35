package dev.almanac.anomaly;

/**
 * How far one side of a statistic reaches, and how often: the largest peaks that were seen, and
 * over how many samples. Larger is more extreme. The memory is constant and nothing is allocated.
 *
 * <p><b>Peaks</b> are declustered: values less than a dead time apart are one peak, the highest of
 * them (runs declustering; Smith and Weissman, Estimating the extremal index, JRSS B 56, 1994). So
 * ranks among peaks give the rate of alarms, not of samples, however strongly neighbours depend on
 * each other.
 *
 * <p><b>Among the stored peaks</b> the chance of a value is its rank, which is a conformal p-value
 * and needs no distribution. <b>Beyond the record</b> a generalised Pareto tail goes on, whose
 * shape comes from probability-weighted moments of the excesses (Hosking and Wallis, Technometrics
 * 29, 1987), drawn towards a prior as long as they are few; peaks over a threshold as in Siffer et
 * al., Anomaly detection in streams with extreme value theory, KDD 2017.
 *
 * <p><b>Forgetting</b> is thinning: now and then a quarter of the exposure goes, and with it each
 * peak with the chance of one in four, which leaves rates as they are.
 */
final class Tail {

  static final int SIZE = 48;

  /** As many of the largest peaks say how the tail goes on. */
  private static final int FITTED = 24;

  /** The prior of the shape counts as much as that many peaks. */
  private static final double SHAPE_WEIGHT = 40;

  /** That of the scale. */
  private static final double SCALE_WEIGHT = 4;

  /** What lasts longer is no excursion any more. */
  static final int LONGEST = 512;

  /** No end of the tail is believed in: what is far beyond the record stays comparable. */
  private static final double LEAST_SHAPE = .02;

  /** Nothing is further out: sums and products of it stay finite. */
  static final float FURTHEST = 1e12f;

  /** What the record is exceeded by at least this rarely is not told apart. */
  private static final double RAREST = 1e-300;

  final float[] peaks = new float[SIZE];
  int count;
  double exposure;
  float peak = Float.NEGATIVE_INFINITY;

  /** When it was last raised, or beyond the boundary. */
  long near;

  /** Whether it went beyond the boundary. */
  boolean excursion;

  /** How many samples it has, and how many of them are exposure. */
  int length;

  int exposed;

  float priorShape;
  float priorScale;

  /** What comes as near as this to its peak belongs to the same one. */
  private final float stickiness;

  private double shape;
  private double scale;

  Tail(float priorShape, float priorScale, float stickiness) {
    this.stickiness = stickiness;
    adopt(priorShape, priorScale);
  }

  /** Takes another prior. */
  void adopt(float otherShape, float otherScale) {
    priorShape = otherShape;
    priorScale = otherScale;
    fit();
  }

  /** What follows from the stored fields; to be called when they have changed. */
  void fit() {
    int most = Math.min(FITTED, count / 2);
    double threshold = count == 0 ? 0 : peaks[most];
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < most; i++) {
      double excess = peaks[i] - threshold;
      sum += excess;
      // The share of excesses that are at least as large, by plotting position.
      weighted += excess * (i + .65) / most;
    }
    double mean = most == 0 ? 0 : sum / most;
    double b = most == 0 ? 0 : weighted / most;
    double raw = mean > 2 * b ? 2 - mean / (mean - 2 * b) : 0;
    raw = Math.max(-.5, Math.min(.9, raw));
    shape = (most * raw + SHAPE_WEIGHT * priorShape) / (most + SHAPE_WEIGHT);
    double own = mean * (1 - shape);
    double base = (most * own + SCALE_WEIGHT * priorScale) / (most + SCALE_WEIGHT);
    // Where a scale is estimated, what it predicts has a heavier tail than the estimate itself.
    shape = Math.max(LEAST_SHAPE, shape + 1 / (most + SCALE_WEIGHT));
    scale = Math.max(.05 * priorScale, base + shape * (count == 0 ? 0 : peaks[0] - threshold));
  }

  /**
   * Takes in the next sample.
   *
   * @param beyond whether it is beyond the boundary: an excursion lasts until nothing was for a
   *     dead time, and none can begin meanwhile, so it is no exposure
   * @param limit no peak is stored as higher than this
   */
  void observe(float value, long time, long deadTime, boolean beyond, float limit) {
    float kept = Math.max(-FURTHEST, Math.min(value, Math.min(limit, FURTHEST)));
    if (time - near >= deadTime || length >= LONGEST) {
      // Only now: an excursion that goes on is compared with others, not with itself.
      insert(peak);
      exposure += exposed;
      exposed = 0;
      length = 0;
      peak = kept;
      near = time;
      excursion = false;
    } else if (beyond || kept > stickiness * peak) {
      near = time;
    }
    length++;
    exposed += excursion ? 0 : 1;
    excursion |= beyond;
    peak = Math.max(peak, kept);
  }

  /** Forgets every peak; the prior stays. */
  void restart() {
    count = 0;
    exposure = 0;
    fit();
  }

  private void insert(float value) {
    if (value == Float.NEGATIVE_INFINITY || (count == SIZE && value <= peaks[SIZE - 1])) {
      return;
    }
    int i = count < SIZE ? count++ : SIZE - 1;
    while (i > 0 && peaks[i - 1] < value) {
      peaks[i] = peaks[i - 1];
      i--;
    }
    peaks[i] = value;
    fit();
  }

  /**
   * Forgets a part of the past, where there is more of it than wanted.
   *
   * @param chance of a sample, of an alarm on this side
   * @param most samples to remember
   */
  void forget(double chance, double most) {
    // The boundary is to stay among the upper half of what is stored.
    if (exposure <= most && exposure * chance <= SIZE / 2.0) {
      return;
    }
    long noise = Noise.mix(Double.doubleToLongBits(exposure) + near);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      noise = Noise.mix(noise);
      if ((noise & 3) != 0) {
        peaks[kept++] = peaks[i];
      }
    }
    count = kept;
    exposure *= .75;
    fit();
  }

  /**
   * The natural logarithm of the chance that a sample begins a peak at least as high. What is not
   * off at all is never rare, however many stored peaks are no higher.
   */
  double logChance(double value) {
    if (value <= 0) {
      return 0;
    }
    double all = exposure + 1;
    if (count == 0) {
      return -StrictMath.log(all) + beyond(value);
    }
    if (value > peaks[0]) {
      return -StrictMath.log(all) + beyond(value - peaks[0]);
    }
    float floor = peaks[count - 1];
    if (value <= floor) {
      double share = floor > 0 ? value / floor : 0;
      return share * Math.min(0, StrictMath.log(count / all));
    }
    int above = rank(value);
    double part = (value - peaks[above]) / (peaks[above - 1] - peaks[above]);
    return Math.min(0, StrictMath.log((above + 1 - part) / all));
  }

  /** How many of the stored peaks are at least as high as a value: not all, and not none. */
  private int rank(double value) {
    int low = 1;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (peaks[middle] >= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double beyond(double excess) {
    return -StrictMath.log1p(shape * Math.min(FURTHEST, excess) / scale) / shape;
  }

  /** The value whose {@link #logChance} this is. */
  double quantile(double logChance) {
    double wanted = Math.max(RAREST, StrictMath.exp(logChance) * (exposure + 1));
    if (wanted < 1) {
      double excess = StrictMath.expm1(-StrictMath.log(wanted) * shape) / shape * scale;
      return Math.min(FURTHEST, (count == 0 ? 0 : peaks[0]) + excess);
    }
    if (count == 0) {
      return 0;
    }
    if (wanted >= count) {
      double floor = peaks[count - 1];
      double full = StrictMath.log(count / (exposure + 1));
      return floor > 0 && full < 0 ? Math.min(1, logChance / full) * floor : floor;
    }
    int above = (int) wanted;
    double part = wanted - above;
    return peaks[above - 1] - part * (peaks[above - 1] - peaks[above]);
  }

  /** Of the Pareto tail. */
  double shape() {
    return shape;
  }

  double scale() {
    return scale;
  }
}
