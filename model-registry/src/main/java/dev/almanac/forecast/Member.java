package dev.almanac.forecast;

/** One way to continue a series; a model takes the median of several. Immutable. */
interface Member {

  /** What it is called in reports: {@code sar-log}. */
  String name();

  /** How many steps before the first forecast one it looks at. */
  int memory();

  /**
   * Continues a series from one of its steps on, seeing nothing of that step or of later ones.
   *
   * @param frame the series
   * @param origin the first step to forecast; at least one step is before it
   * @param horizon how many steps
   * @param out takes the forecasts, in the frame's linear scale
   */
  void forecast(Frame frame, int origin, int horizon, double[] out);
}
