package dev.almanac.forecast;

/** The last season, again and again. */
record SeasonalNaive(int season) implements Member {

  @Override
  public String name() {
    return "seasonal-naive";
  }

  @Override
  public int memory() {
    return season;
  }

  @Override
  public Path over(Frame frame) {
    double[] values = frame.values(Scale.LINEAR);
    return (origin, horizon, out) -> {
      for (int h = 0; h < horizon; h++) {
        int back = origin - season + h % season;
        // Where the series is younger than its season, the last value must do.
        out[h] = values[back >= 0 ? back : origin - 1];
      }
    };
  }
}
