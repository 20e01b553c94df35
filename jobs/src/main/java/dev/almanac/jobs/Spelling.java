package dev.almanac.jobs;

import java.util.Locale;

/** Whether one word may be a slip for another. */
final class Spelling {

  private Spelling() {}

  /** At most two slips, and fewer than half of the letters; or the beginning of the word. */
  static boolean isNear(String given, String meant) {
    String word = given.toLowerCase(Locale.ROOT);
    int slips = slips(word, meant);
    boolean near = slips <= 2 && slips * 2 <= meant.length();
    return near || (word.length() >= 2 && meant.startsWith(word));
  }

  /** Letters to insert, drop, change or swap with their neighbour: optimal string alignment. */
  private static int slips(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int change = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int drop = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        distance[i][j] = Math.min(change, drop);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
      }
    }
    return distance[a.length()][b.length()];
  }
}
