package dev.almanac.jobs;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Human {

  private static final String[] COUNT = {"", " k", " M", " G", " T", " P", " E"};
  private static final String[] BYTES = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};

  private Human() {}

  /** A count: 950, 1.2 k, 34.5 M. */
  static String count(long count) {
    return scaled(count, 1000, COUNT);
  }

  /** A count of things: 1 block, 2 blocks, 1.2 k blocks. */
  static String count(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A size: 950 B, 3.4 MiB. */
  static String bytes(long bytes) {
    return scaled(bytes, 1024, BYTES);
  }

  /** A duration by its two largest units: 42 s, 3 min 5 s, 2 h 10 min, 4 d 3 h. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return twoUnits(seconds, 60, "min", 1, "s");
    }
    if (seconds < 86_400) {
      return twoUnits(seconds, 3600, "h", 60, "min");
    }
    return twoUnits(seconds, 86_400, "d", 3600, "h");
  }

  /** A measure with four digits, or nothing where it is not defined. */
  static String measure(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String twoUnits(
      long seconds, long large, String largeName, long small, String smallName) {
    long rest = seconds % large / small;
    return seconds / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
  }

  private static String scaled(long number, int step, String[] units) {
    double rest = number;
    int unit = 0;
    // 999.96 k would be shown as 1000.0 k: it is 1.0 M.
    while (unit < units.length - 1 && Math.abs(rest) >= (unit == 0 ? step : step - 0.05)) {
      rest /= step;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", rest, units[unit]);
  }
}
