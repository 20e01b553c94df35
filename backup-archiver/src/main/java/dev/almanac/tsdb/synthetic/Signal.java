package dev.almanac.tsdb.synthetic;

/** The values of one series, one after the other. */
interface Signal {

  /**
   * The next value.
   *
   * @param load how busy the target is, 1 on average
   */
  double next(double load);

  /** The process that is measured begins anew: a counter counts from zero. */
  default void restart() {}
}
