package dev.almanac.tsdb.synthetic;

import java.util.Random;

/** A measured quantity that follows the load slowly, as an exporter rounds it. */
final class Gauge implements Signal {

  private final Random random;
  private final double mean;
  private final double reversion;
  private final double noise;
  private final double units;
  private double level;

  /**
   * @param mean where it stands on average
   * @param reversion how much of the way back to the mean it goes at each step
   * @param noise the standard deviation of its steps
   * @param units how many steps of the rounding make one: 10 for one decimal
   */
  Gauge(Random random, double mean, double reversion, double noise, double units) {
    this.random = random;
    this.mean = mean;
    this.reversion = reversion;
    this.noise = noise;
    this.units = units;
    level = mean;
  }

  @Override
  public double next(double load) {
    level += reversion * (mean * load - level) + noise * random.nextGaussian();
    level = Math.max(0, level);
    return Math.round(level * units) / units;
  }
}
