package dev.almanac.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as Prometheus writes them: {@code 90s}, {@code 5m}, {@code 1d12h}, {@code 4w}.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/querying/basics/#time-durations">Durations</a>
 */
public final class Durations {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?"
              + "(?:([0-9]+)s)?(?:([0-9]+)ms)?");

  /** What the groups of {@link #FORM} count, in milliseconds. */
  private static final long[] UNITS = {
    31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

  private Durations() {}

  /**
   * Reads a length of time, to the millisecond.
   *
   * @throws IllegalArgumentException where it is none, is zero or too long to count
   */
  public static Duration parse(String text) {
    Matcher units = FORM.matcher(text);
    try {
      if (units.matches()) {
        long millis = 0;
        for (int i = 0; i < UNITS.length; i++) {
          String count = units.group(i + 1);
          if (count != null) {
            millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(count), UNITS[i]));
          }
        }
        if (millis > 0) {
          return Duration.ofMillis(millis);
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("too long a time: \"" + text + "\"", e);
    }
    throw new IllegalArgumentException(
        "expected a length of time such as 5m, 1d12h or 4w, found \"" + text + "\"");
  }

  /** The same as it is read, in the fewest words: {@code 1d12h}; weeks and years in days. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    long left = duration.toMillis();
    for (int i = 2; i < UNITS.length; i++) {
      if (left >= UNITS[i]) {
        text.append(left / UNITS[i]).append(NAMES[i]);
        left %= UNITS[i];
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
