package dev.almanac.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much each member counts: by the inverse square of its error on past origins (Bates and
 * Granger, The combination of forecasts, 1969). A member is left out where a naive one is clearly
 * better, or the best one far better.
 *
 * @param members those that count, by their number
 * @param weights one for each, at most 1
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and nobody changes them
record Weights(List<Integer> members, double[] weights) {

  /** So much worse than a naive member another one may be. */
  private static final double THAN_NAIVE = 1.1;

  private static final double THAN_BEST = 5;

  /**
   * Weighs members.
   *
   * @param errors of each
   * @param firstNaive from which number on they are naive
   */
  static Weights of(double[] errors, int firstNaive) {
    double best = Arrays.stream(errors).min().orElseThrow();
    double naive = Arrays.stream(errors, firstNaive, errors.length).min().orElse(Double.MAX_VALUE);
    List<Integer> members = new ArrayList<>();
    double[] weights = new double[errors.length];
    for (int m = 0; m < errors.length; m++) {
      boolean helps = m >= firstNaive || errors[m] <= THAN_NAIVE * naive;
      if (helps && errors[m] <= THAN_BEST * best) {
        double part = errors[m] > 0 ? best / errors[m] : 1;
        weights[members.size()] = part * part;
        members.add(m);
      }
    }
    return new Weights(members, Arrays.copyOf(weights, members.size()));
  }
}
