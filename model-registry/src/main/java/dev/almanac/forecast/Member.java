package dev.almanac.forecast;

/** One way to continue a series; a model takes the median of several. Immutable. */
interface Member {

  /** What it is called in reports. */
  String name();

  /** How many steps before the first forecast one it looks at. */
  int memory();

  /** Gets ready to continue a series, from one or from many of its steps. */
  Path over(Frame frame);

  /** Continues one series. Not safe for use by several threads. */
  @FunctionalInterface
  interface Path {

    /**
     * Forecasts, seeing nothing of the first step to forecast or of later ones.
     *
     * @param origin the first step to forecast; at least one step is before it
     * @param horizon how many steps
     * @param out takes the forecasts, in the frame's linear scale
     */
    void from(int origin, int horizon, double[] out);
  }
}
