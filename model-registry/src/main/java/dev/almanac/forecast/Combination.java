package dev.almanac.forecast;

import java.util.List;

/** The median of members, held within limits. Not safe for use by several threads. */
final class Combination {

  private final List<Member> members;
  private final double lowest;
  private final double highest;
  private double[][] each;
  private final double[] column;

  Combination(List<Member> members, double lowest, double highest) {
    this.members = members;
    this.lowest = lowest;
    this.highest = highest;
    this.each = new double[members.size()][0];
    this.column = new double[members.size()];
  }

  /** As {@link Member#forecast}. */
  void forecast(Frame frame, int origin, int horizon, double[] out) {
    if (each[0].length < horizon) {
      each = new double[members.size()][horizon];
    }
    for (int m = 0; m < each.length; m++) {
      members.get(m).forecast(frame, origin, horizon, each[m]);
    }
    for (int h = 0; h < horizon; h++) {
      for (int m = 0; m < each.length; m++) {
        column[m] = each[m][h];
      }
      out[h] = Math.min(highest, Math.max(lowest, Median.of(column, column.length)));
    }
  }
}
