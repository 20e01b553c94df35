package dev.almanac.forecast;

import java.util.List;

/** Puts likely values where none is known. */
final class Gaps {

  /** Steps that are enough to learn from. */
  private static final int LEAST_AFTER = 100;

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

  /**
   * What comes after the last gap that is longer than two of the longest season, or than all that
   * comes after it where no season is given; everything where too little would be left.
   */
  static History afterTheLast(History history, ForecastOptions options) {
    List<Integer> seasons = options.seasons();
    int longest = seasons.isEmpty() ? 1 : seasons.get(seasons.size() - 1);
    int end = history.length();
    int gap = 0;
    for (int i = end - 1; i >= 0; i--) {
      gap = Double.isFinite(history.values()[i]) ? 0 : gap + 1;
      int after = end - i - gap;
      boolean enough = after >= Math.max(LEAST_AFTER, 3 * longest);
      if (enough && gap > (seasons.isEmpty() ? after : 2 * longest)) {
        return history.slice(end - after, end);
      }
    }
    return history;
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
