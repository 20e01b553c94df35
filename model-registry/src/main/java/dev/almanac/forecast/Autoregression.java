package dev.almanac.forecast;

/**
 * A linear recursion on the values at some lags, around a profile of the season.
 *
 * @param name what it is called
 * @param scale on which it works
 * @param lags how many steps back it looks, ascending; none for the profile alone
 * @param coefficients one for each lag
 * @param profile what it goes around, on the scale
 * @param spread what deviations from the profile are divided by
 * @param lowest no deviation, so divided, is forecast below
 * @param highest or above
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and nobody changes them
record Autoregression(
    String name,
    Scale scale,
    int[] lags,
    double[] coefficients,
    Profile profile,
    double spread,
    double lowest,
    double highest)
    implements Member {

  /** The profile alone. */
  static Autoregression none(String name, Scale scale, Profile profile) {
    return new Autoregression(name, scale, new int[0], new double[0], profile, 1, 0, 0);
  }

  @Override
  public int memory() {
    return lags.length == 0 ? 1 : lags[lags.length - 1];
  }

  @Override
  public Path over(Frame frame) {
    double[] deviations = Deviations.against(frame, scale, profile);
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] /= spread;
    }
    int memory = lags.length == 0 ? 0 : memory();
    return (origin, horizon, out) -> {
      // Before the series everything is as usual.
      double[] path = new double[memory + horizon];
      int seen = Math.min(memory, origin);
      System.arraycopy(deviations, origin - seen, path, memory - seen, seen);
      recur(path, memory);
      toValues(frame, origin, path, memory, out);
    };
  }

  private void recur(double[] path, int memory) {
    for (int t = memory; t < path.length; t++) {
      // Two sums that do not wait for each other.
      double even = 0;
      double odd = 0;
      int l = 0;
      for (; l + 1 < lags.length; l += 2) {
        even += coefficients[l] * path[t - lags[l]];
        odd += coefficients[l + 1] * path[t - lags[l + 1]];
      }
      if (l < lags.length) {
        even += coefficients[l] * path[t - lags[l]];
      }
      // Not by max and min alone: what overflows to NaN must end somewhere, too.
      double next = even + odd;
      path[t] = next >= lowest ? Math.min(highest, next) : lowest;
    }
  }

  private void toValues(Frame frame, int origin, double[] path, int memory, double[] out) {
    int season = profile.season();
    int phase = season == 1 ? 0 : frame.phase(origin, season);
    for (int h = 0; h < path.length - memory; h++) {
      double value = profile.at(phase) + spread * path[memory + h];
      double linear = scale == Scale.LINEAR ? value : frame.fromLog(value);
      out[h] = Math.min(Double.MAX_VALUE, Math.max(-Double.MAX_VALUE, linear));
      phase = phase + 1 == season ? 0 : phase + 1;
    }
  }
}
