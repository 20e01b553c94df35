package dev.almanac.jobs.bench;

import dev.almanac.forecast.History;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Made-up series of a day's and a week's rhythm, with noise that remembers itself. */
public final class SyntheticLoad {

  private static final long DAY = 86_400_000;

  private SyntheticLoad() {}

  /**
   * Makes series; the same numbers make the same values.
   *
   * @param count how many
   * @param points values of each
   * @param step milliseconds
   */
  public static List<History> make(int count, int points, long step, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<History> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      series.add(new History(0, step, values(points, step, random.split())));
    }
    return series;
  }

  private static double[] values(int points, long step, SplittableRandom random) {
    double level = 10 + 990 * random.nextDouble();
    double daily = .1 + .4 * random.nextDouble();
    double weekend = .3 * random.nextDouble();
    double phase = random.nextDouble();
    double noise = 0;
    double[] values = new double[points];
    for (int t = 0; t < points; t++) {
      double day = (double) (t * step) / DAY;
      noise = .8 * noise + .05 * (random.nextDouble() + random.nextDouble() - 1);
      double rhythm = 1 + daily * StrictMath.sin(2 * Math.PI * (day + phase));
      values[t] = level * (rhythm * (day % 7 >= 5 ? 1 - weekend : 1) + noise);
    }
    return values;
  }
}
