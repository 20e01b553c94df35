package dev.almanac.tsdb.synthetic;

import java.util.Random;

/** Counts something that happens at a rate: the increments follow the load, with noise. */
final class Counter implements Signal {

  private final Random random;
  private final double mean;
  private final double noise;
  private final double unit;
  private long count;

  /**
   * @param mean the mean increment, in units
   * @param noise the standard deviation of the increments, as a part of them
   * @param units how many units make one: 100 for a counter of seconds in hundredths
   */
  Counter(Random random, double mean, double noise, double units) {
    this.random = random;
    this.mean = mean;
    this.noise = noise;
    this.unit = units;
    count = (long) (mean * random.nextInt(100_000));
  }

  @Override
  public double next(double load) {
    double increment = mean * load * (1 + noise * random.nextGaussian());
    // The fraction decides by chance, so that rare events are counted at their rate too.
    count += Math.max(0, (long) Math.floor(increment + random.nextDouble()));
    return count / unit;
  }

  @Override
  public void restart() {
    count = 0;
  }
}
