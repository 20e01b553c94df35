package dev.almanac.jobs.bench;

import java.util.SplittableRandom;

/** Noise of variance about one, half of which is new at each step and half of which lasts. */
final class Noise {

  private static final double KEEP = .95;

  private final SplittableRandom random;
  private final boolean heavy;
  private double lasting;

  private Noise(SplittableRandom random, boolean heavy) {
    this.random = random;
    this.heavy = heavy;
  }

  static Noise normal(SplittableRandom random) {
    return new Noise(random, false);
  }

  static Noise heavy(SplittableRandom random) {
    return new Noise(random, true);
  }

  double next() {
    lasting = KEEP * lasting + Math.sqrt(1 - KEEP * KEEP) * one();
    return (lasting + one()) * Math.sqrt(.5);
  }

  private double one() {
    double normal = random.nextGaussian();
    if (!heavy) {
      return normal;
    }
    double square = 0;
    for (int i = 0; i < 3; i++) {
      double other = random.nextGaussian();
      square += other * other;
    }
    // Divided by its deviation, the square root of three.
    return normal / Math.sqrt(square);
  }

  /** Knuth, The art of computer programming, volume 2, 3.4.1: by products of uniform numbers. */
  static int poisson(double mean, SplittableRandom random) {
    double least = Math.exp(-mean);
    int count = -1;
    for (double product = 1; product > least; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
