package dev.almanac.forecast;

import java.util.Arrays;

/** The last value, for ever. */
record Naive() implements Member {

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public int memory() {
    return 1;
  }

  @Override
  public void forecast(Frame frame, int origin, int horizon, double[] out) {
    Arrays.fill(out, 0, horizon, frame.values(Scale.LINEAR)[origin - 1]);
  }
}
