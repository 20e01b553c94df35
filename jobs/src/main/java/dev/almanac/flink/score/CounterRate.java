package dev.almanac.flink.score;

import dev.almanac.forecast.resample.Resampling;

/** How fast a counter grows, from one sample to the next. */
public final class CounterRate {

  /** Of the last sample; meaningless while there is none to compare with. */
  long time;

  double value;
  boolean alive;

  /**
   * Takes the next sample.
   *
   * @return the increase per second since the last one; NaN where nobody knows it: at the first
   *     sample, after a gap longer than five minutes, and at a reset, for what was counted before
   *     it is lost and what came since is too little
   */
  public double take(long sampleTime, double total) {
    boolean counts = Double.isFinite(total) && total >= 0;
    long gap = sampleTime - time;
    boolean known = counts && alive && gap > 0 && gap <= Resampling.FIVE_MINUTES && total >= value;
    double rate = known ? (total - value) * 1000 / gap : Double.NaN;
    time = sampleTime;
    value = total;
    alive = counts;
    return rate;
  }

  /** The next sample is not to be compared with what was before. */
  public void end() {
    alive = false;
  }
}
