package dev.almanac.anomaly.synthetic;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Kinds of series that change but never break. Values of one seed are the same in every JVM.
 *
 * <p>The daily pattern of {@link #SEASONAL} repeats every 86,400 seconds; its noise is widest in
 * the afternoon, so that a constant band would be wrong by night and by day.
 */
public enum CleanShape {
  GAUSSIAN,
  /** Student's t with three degrees of freedom: its kurtosis is infinite. */
  HEAVY_TAILED,
  LOGNORMAL,
  /** Counts, five a step on average. */
  COUNTS,
  /** Counts of what seldom happens: nothing in 49 steps of 50. */
  RARE_COUNTS,
  SEASONAL,
  /** Each value keeps nine tenths of the one before. */
  AUTOREGRESSIVE,
  /** A wave of an hour without any noise: the same to the bit each time. */
  REPEATING;

  /** Values at equal steps from midnight on, without end. */
  public DoubleSupplier values(long seed, double stepsADay) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (this) {
      case GAUSSIAN -> () -> 100 + 10 * random.nextGaussian();
      case HEAVY_TAILED -> () -> 100 + 10 * student(random);
      case LOGNORMAL -> () -> StrictMath.exp(3 + .5 * random.nextGaussian());
      case COUNTS -> () -> poisson(random, 5);
      case RARE_COUNTS -> () -> poisson(random, .02);
      case SEASONAL -> new Daily(random, stepsADay);
      case AUTOREGRESSIVE -> new Autoregression(random);
      case REPEATING -> new Wave(random, Math.max(2, (int) Math.round(stepsADay / 24)));
    };
  }

  private static double student(SplittableRandom random) {
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    double c = random.nextGaussian();
    return random.nextGaussian() / Math.sqrt((a * a + b * b + c * c) / 3);
  }

  /** Knuth's method: multiplies uniform numbers until they are rarer than no event is. */
  private static int poisson(SplittableRandom random, double mean) {
    double limit = StrictMath.exp(-mean);
    int events = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      events++;
    }
    return events;
  }

  /** What to expect at a step of {@link #SEASONAL}. */
  public static double dailyLevel(long step, double stepsADay) {
    return 100 + 40 * StrictMath.sin(2 * Math.PI * (step / stepsADay - .25));
  }

  private static final class Daily implements DoubleSupplier {
    private final SplittableRandom random;
    private final double stepsADay;
    private long step;

    Daily(SplittableRandom random, double stepsADay) {
      this.random = random;
      this.stepsADay = stepsADay;
    }

    @Override
    public double getAsDouble() {
      double level = dailyLevel(step++, stepsADay);
      return level + .05 * level * random.nextGaussian();
    }
  }

  private static final class Autoregression implements DoubleSupplier {
    private final SplittableRandom random;
    private double deviation;

    Autoregression(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public double getAsDouble() {
      deviation = .9 * deviation + random.nextGaussian();
      return 100 + deviation;
    }
  }

  private static final class Wave implements DoubleSupplier {
    private final double phase;
    private final int length;
    private int step;

    Wave(SplittableRandom random, int length) {
      this.phase = random.nextDouble();
      this.length = length;
    }

    @Override
    public double getAsDouble() {
      double value = 100 + 10 * StrictMath.sin(2 * Math.PI * ((double) step / length + phase));
      step = (step + 1) % length;
      return value;
    }
  }
}
