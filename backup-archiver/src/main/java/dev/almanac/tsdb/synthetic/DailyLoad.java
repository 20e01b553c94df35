package dev.almanac.tsdb.synthetic;

import java.time.Duration;

/** How busy a fleet is: from half to one and a half of its mean, in the course of a day. */
final class DailyLoad {

  private final double[] loads;

  DailyLoad(Duration interval) {
    loads = new double[(int) Math.max(1, Duration.ofDays(1).dividedBy(interval))];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = 1 + 0.5 * StrictMath.sin(2 * Math.PI * i / loads.length);
    }
  }

  /**
   * @param shift a part of a day, 0 to 1
   */
  double at(int scrape, double shift) {
    return loads[(int) ((scrape + (long) (shift * loads.length)) % loads.length)];
  }
}
