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
  private final double[] values;
  private final double[] order;

  /**
   * @param weights one for each member, all positive
   */
  Combination(List<Member> members, double[] weights) {
    this.members = members;
    this.weights = weights;
    values = new double[weights.length];
    order = new double[weights.length];
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
    for (int h = 0; h < horizon; h++) {
      for (int m = 0; m < values.length; m++) {
        insert(m, paths[m][h]);
      }
      out[h] = median();
    }
  }

  /** Puts a value among the first ones, which are sorted; its weight goes with it. */
  private void insert(int count, double value) {
    int at = count;
    while (at > 0 && values[at - 1] > value) {
      values[at] = values[at - 1];
      order[at] = order[at - 1];
      at--;
    }
    values[at] = value;
    order[at] = weights[count];
  }

  private double median() {
    double below = 0;
    double before = 0;
    for (int i = 0; i < values.length; i++) {
      double middle = below + order[i] / 2;
      if (middle >= half) {
        double part = i == 0 ? 1 : (half - before) / (middle - before);
        return i == 0 ? values[0] : values[i - 1] * (1 - part) + values[i] * part;
      }
      below += order[i];
      before = middle;
    }
    return values[values.length - 1];
  }
}
