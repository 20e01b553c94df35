package dev.almanac.forecast;

import java.util.List;

/** Puts likely values where none is known. */
final class Gaps {

  private Gaps() {}

  /**
   * A gap shorter than half of the shortest season is bridged by a line. A longer one takes, step
   * by step, what was one longest season before, or what is one after; failing both, a shorter
   * season's; failing all, a line.
   *
   * @param values with anything where not known; replaced there
   */
  static void bridge(double[] values, boolean[] known, List<Integer> seasons) {
    int shortest = seasons.isEmpty() ? Integer.MAX_VALUE : seasons.get(0) / 2;
    int last = -1;
    for (int i = 0; i <= values.length; i++) {
      if (i < values.length && !known[i]) {
        continue;
      }
      if (i - last > 1 && last >= 0 && i < values.length) {
        line(values, last, i);
        if (i - last - 1 > shortest) {
          seasonal(values, known, last, i, seasons);
        }
      }
      last = i;
    }
  }

  private static void line(double[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      double part = (double) (i - from) / (to - from);
      values[i] = values[from] * (1 - part) + values[to] * part;
    }
  }

  private static void seasonal(
      double[] values, boolean[] known, int from, int to, List<Integer> seasons) {
    for (int i = from + 1; i < to; i++) {
      for (int s = seasons.size() - 1; s >= 0; s--) {
        int before = i - seasons.get(s);
        int after = i + seasons.get(s);
        if (before >= 0 && (known[before] || before > from)) {
          values[i] = values[before];
          break;
        }
        if (after < values.length && known[after]) {
          values[i] = values[after];
          break;
        }
      }
    }
  }
}
