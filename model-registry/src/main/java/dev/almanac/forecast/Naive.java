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
  public Path over(Frame frame) {
    double[] values = frame.values(Scale.LINEAR);
    return (origin, horizon, out) -> Arrays.fill(out, 0, horizon, values[origin - 1]);
  }
}
