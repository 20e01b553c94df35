package dev.almanac.forecast;

import java.util.TreeSet;

/**
 * Which steps back the autoregressions look. Several sets are used side by side: what one of them
 * makes too much of, the median over all of them leaves out.
 */
final class Lags {

  private static final int[] NONE = {};

  private final int day;
  private final int week;
  private final int longest;

  /**
   * @param day the shorter season, or 0 for none
   * @param week the longer one, or 0 for none
   * @param longest no lag goes further back
   */
  Lags(int day, int week, int longest) {
    this.day = day;
    this.week = week;
    this.longest = longest;
  }

  /** The last steps, and both seasons with two neighbours on each side. */
  int[] wide() {
    return of(
        new int[] {1, 2, 3},
        around(day, 2),
        new int[] {2 * day, 3 * day},
        around(week, 2),
        beyond(week, day));
  }

  /** What multiplying out a polynomial for each season gives. */
  int[] product() {
    return of(
        new int[] {1, 2},
        around(day, 1),
        week == 0 ? new int[] {2 * day} : new int[] {week - day},
        around(week, 1),
        week == 0 ? NONE : around(week + day, 1));
  }

  /** Both seasons with more of what came before them. */
  int[] early() {
    return of(
        new int[] {1, 2, 3},
        around(day, 1),
        beyond(day, 2),
        around(week, 1),
        week == 0 ? new int[] {2 * day} : new int[] {week + 2});
  }

  /** Whole seasons alone: nothing of the last hours, which days ahead only disturb. */
  int[] seasons() {
    int[] days = new int[6];
    for (int i = 0; i < days.length; i++) {
      days[i] = (i + 1) * day;
    }
    return of(days, beyond(day, 1), new int[] {week}, beyond(week, 1));
  }

  /** More of the last steps. */
  int[] recent() {
    return of(
        new int[] {1, 2, 3, 4, 5, 6, 12}, around(day, 1), new int[] {2 * day}, around(week, 1));
  }

  /** What is left once a profile of the longest season is taken away. */
  int[] residual() {
    return week > 0
        ? of(new int[] {1, 2}, around(day, 1), around(week, 1))
        : of(new int[] {1, 2, 3, 4, 6, 8, 12, 24}, new int[] {day});
  }

  private static int[] around(int season, int reach) {
    int[] lags = new int[season == 0 ? 0 : 2 * reach + 1];
    for (int i = 0; i < lags.length; i++) {
      lags[i] = season - reach + i;
    }
    return lags;
  }

  private static int[] beyond(int season, int more) {
    return season == 0 ? NONE : new int[] {season + more};
  }

  /** All of them once, ascending; those that are none or too long are left out. */
  private int[] of(int[]... parts) {
    TreeSet<Integer> lags = new TreeSet<>();
    for (int[] part : parts) {
      for (int lag : part) {
        if (lag > 0 && lag <= longest) {
          lags.add(lag);
        }
      }
    }
    return lags.stream().mapToInt(Integer::intValue).toArray();
  }
}
