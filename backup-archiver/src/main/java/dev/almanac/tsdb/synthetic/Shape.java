package dev.almanac.tsdb.synthetic;

import java.util.Random;

/** The kinds of metrics that a target exposes, each with the suffix that names it. */
enum Shape {
  REQUESTS("requests_total") {
    @Override
    Signal signal(Random random) {
      return new Counter(random, magnitude(random, 1, 3.3), 0.2, 1);
    }
  },
  BYTES("received_bytes_total") {
    @Override
    Signal signal(Random random) {
      return new Counter(random, magnitude(random, 3, 8), 0.2, 1);
    }
  },
  ERRORS("errors_total") {
    @Override
    Signal signal(Random random) {
      return new Counter(random, magnitude(random, -3, -1), 0, 1);
    }
  },
  /** In hundredths, as the kernel counts processor time. */
  BUSY("busy_seconds_total") {
    @Override
    Signal signal(Random random) {
      return new Counter(random, 30 + 1000 * random.nextDouble(), 0.05, 100);
    }
  },
  UTILISATION("utilisation_percent") {
    @Override
    Signal signal(Random random) {
      return new Gauge(random, 5 + 60 * random.nextDouble(), 0.05, 0.8, 10);
    }
  },
  TEMPERATURE("temperature_celsius") {
    @Override
    Signal signal(Random random) {
      return new Gauge(random, 30 + 30 * random.nextDouble(), 0.01, 0.05, 100);
    }
  },
  LATENCY("latency_seconds") {
    @Override
    Signal signal(Random random) {
      double mean = magnitude(random, -2, -0.3);
      return new Gauge(random, mean, 0.5, mean / 5, 1000);
    }
  },
  CONNECTIONS("connections") {
    @Override
    Signal signal(Random random) {
      return new Gauge(random, magnitude(random, 0.5, 2.5), 0.1, 1.5, 1);
    }
  },
  QUEUED("queued") {
    @Override
    Signal signal(Random random) {
      return new Gauge(random, magnitude(random, -0.5, 1), 0.3, 1, 1);
    }
  },
  LIMIT("limit_bytes") {
    @Override
    Signal signal(Random random) {
      double limit = 1L << (20 + random.nextInt(16));
      return load -> limit;
    }
  },
  /** All 53 bits are noise: what no encoding makes smaller. */
  PRESSURE("pressure_ratio") {
    @Override
    Signal signal(Random random) {
      double[] level = {random.nextDouble()};
      return load -> level[0] += 0.01 * random.nextGaussian();
    }
  };

  private final String suffix;

  Shape(String suffix) {
    this.suffix = suffix;
  }

  abstract Signal signal(Random random);

  String suffix() {
    return suffix;
  }

  /** A number whose order of magnitude is anything between these powers of ten. */
  private static double magnitude(Random random, double from, double to) {
    return StrictMath.pow(10, from + (to - from) * random.nextDouble());
  }
}
