package dev.almanac.forecast;

import java.util.List;

/**
 * The weighted median of members: half of the weight below, half above, and between two members as
 * far as their weights say. What most of them agree on holds whatever a few of them do, which is
 * why a median and no mean (Stock and Watson, Combination forecasts of output growth, 2004). Not
 * safe for use by several threads.
 */
final class Combination {

  private final List<Member> members;
  private final double[] weights;
  private final double half;

  /** Members by their value; nearly the same from step to step, so sorting takes one look. */
  private final int[] order;

  private final double[] sorted;

  /**
   * @param weights one for each member, all positive
   */
  Combination(List<Member> members, double[] weights) {
    this.members = members;
    this.weights = weights;
    order = new int[weights.length];
    sorted = new double[weights.length];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    half = sum / 2;
  }

  /** Forecasts as {@link Member.Path#from} does. */
  void forecast(Frame frame, int origin, int horizon, double[] out) {
    double[][] each = new double[members.size()][horizon];
    for (int m = 0; m < each.length; m++) {
      members.get(m).over(frame).from(origin, horizon, each[m]);
    }
    combine(each, horizon, out);
  }

  /** The weighted median of paths that the members made. */
  void combine(double[][] paths, int horizon, double[] out) {
    for (int m = 0; m < order.length; m++) {
      order[m] = m;
    }
    for (int h = 0; h < horizon; h++) {
      for (int m = 0; m < order.length; m++) {
        insert(m, order[m], paths[order[m]][h]);
      }
      out[h] = median();
    }
  }

  /** Puts a member among those before it; equal values go by the members' numbers. */
  private void insert(int count, int member, double value) {
    int at = count;
    while (at > 0
        && (sorted[at - 1] > value || (sorted[at - 1] == value && order[at - 1] > member))) {
      sorted[at] = sorted[at - 1];
      order[at] = order[at - 1];
      at--;
    }
    sorted[at] = value;
    order[at] = member;
  }

  private double median() {
    double below = 0;
    double before = 0;
    for (int i = 0; i < order.length; i++) {
      double weight = weights[order[i]];
      double middle = below + weight / 2;
      if (middle >= half) {
        double part = i == 0 ? 1 : (half - before) / (middle - before);
        return i == 0 ? sorted[0] : sorted[i - 1] * (1 - part) + sorted[i] * part;
      }
      below += weight;
      before = middle;
    }
    return sorted[order.length - 1];
  }
}
