package dev.almanac.jobs.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/** The kinds of series that operations see, each made up as its own small process. */
public enum SeriesKind {
  /** A day's rhythm and noise that remembers itself. */
  DAILY {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      Rhythm rhythm = Rhythm.daily(random);
      Noise noise = Noise.normal(random);
      for (int t = 0; t < values.length; t++) {
        values[t] = 100 * rhythm.at(t / day) + 5 * noise.next();
      }
    }
  },
  /** Days of a week differ, and so do their shapes. */
  WEEKLY {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      Rhythm rhythm = Rhythm.weekly(random);
      Noise noise = Noise.normal(random);
      for (int t = 0; t < values.length; t++) {
        values[t] = 100 * rhythm.at(t / day) * Math.max(.05, 1 + .05 * noise.next());
      }
    }
  },
  /** A rhythm under noise of Student's t distribution with three degrees of freedom. */
  HEAVY_TAILS {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      Rhythm rhythm = Rhythm.daily(random);
      Noise noise = Noise.heavy(random);
      for (int t = 0; t < values.length; t++) {
        values[t] = 100 * rhythm.at(t / day) + 5 * noise.next();
      }
    }
  },
  /** A quiet level with bursts that come about twice a day and last for minutes. */
  BURSTS {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      double last = day * (.005 + .02 * random.nextDouble());
      double height = 0;
      for (int t = 0; t < values.length; t++) {
        boolean begins = random.nextDouble() < 2 / day;
        // Pareto with a finite variance: most are small, and some day one is not.
        height =
            begins ? 20 * Math.pow(1 - random.nextDouble(), -.4) : height * Math.exp(-1 / last);
        values[t] = 10 + height + random.nextGaussian();
      }
    }
  },
  /** A rhythm on a level that jumps once in ten days. */
  LEVEL_SHIFTS {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      Rhythm rhythm = Rhythm.daily(random);
      Noise noise = Noise.normal(random);
      double level = 200;
      for (int t = 0; t < values.length; t++) {
        level += random.nextDouble() < .1 / day ? 40 * random.nextGaussian() : 0;
        values[t] = level + 20 * rhythm.at(t / day) + 2 * noise.next();
      }
    }
  },
  /** No level at all. */
  RANDOM_WALK {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      double at = 0;
      for (int t = 0; t < values.length; t++) {
        at += random.nextGaussian();
        values[t] = at;
      }
    }
  },
  /** Noise whose size comes in waves of hours. */
  VOLATILE {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      double keep = Math.exp(-24 / day);
      double size = random.nextGaussian();
      for (int t = 0; t < values.length; t++) {
        size = keep * size + Math.sqrt(1 - keep * keep) * random.nextGaussian();
        values[t] = 50 + 3 * Math.exp(.7 * size) * random.nextGaussian();
      }
    }
  },
  /** Whole numbers about a few an interval, more by day than by night. */
  COUNTS {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      Rhythm rhythm = Rhythm.daily(random);
      double rate = Math.exp(2 * random.nextDouble());
      for (int t = 0; t < values.length; t++) {
        values[t] = Noise.poisson(rate * rhythm.at(t / day), random);
      }
    }
  },
  /** Mostly nothing, now and then a few. */
  RARE_COUNTS {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      double rate = .02 + .1 * random.nextDouble();
      for (int t = 0; t < values.length; t++) {
        values[t] = random.nextDouble() < rate ? 1 + Noise.poisson(1, random) : 0;
      }
    }
  },
  /** Fills up evenly and is emptied when it is full, as disks and queues are. */
  SAW {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      double rise = 100 / (day * (.5 + 3 * random.nextDouble()));
      double at = 100 * random.nextDouble();
      for (int t = 0; t < values.length; t++) {
        at += rise * (.5 + random.nextDouble());
        at = at > 100 ? 5 * random.nextDouble() : at;
        values[t] = at + .2 * random.nextGaussian();
      }
    }
  },
  /** A daily rhythm of which two values in three are missing. */
  SPARSE {
    @Override
    void fill(double[] values, double day, SplittableRandom random) {
      DAILY.fill(values, day, random);
      for (int t = 0; t < values.length; t++) {
        values[t] = random.nextDouble() < 2 / 3.0 ? Double.NaN : values[t];
      }
    }
  };

  private static final long DAY = 86_400_000;

  /**
   * Makes a series of this kind.
   *
   * @param points how many values
   * @param step milliseconds from one to the next
   * @param random the same in the same state makes the same values
   * @return the values, NaN where one is missing
   */
  public double[] make(int points, long step, SplittableRandom random) {
    double[] values = new double[points];
    fill(values, (double) DAY / step, random);
    return values;
  }

  /** As a report says it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  abstract void fill(double[] values, double day, SplittableRandom random);
}
