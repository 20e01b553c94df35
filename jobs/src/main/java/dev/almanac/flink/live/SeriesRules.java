package dev.almanac.flink.live;

import dev.almanac.series.Labels;

/**
 * What remote write 1.0 asks of a series. Checked here, for servers do not check all of it: some
 * answer 500 to what breaks it, and a sample from the future locks a series until then.
 *
 * <p>{@link Labels} are sorted and unique by construction.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
final class SeriesRules {

  private SeriesRules() {}

  /** Whether a run may be sent, whatever its times. */
  static boolean allow(SeriesRun run) {
    return allow(run.labels()) && ascends(run.timestamps());
  }

  private static boolean ascends(long[] timestamps) {
    for (int i = 1; i < timestamps.length; i++) {
      if (timestamps[i] <= timestamps[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private static boolean allow(Labels labels) {
    boolean named = false;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      String value = labels.value(i);
      if (name.equals(Labels.METRIC_NAME)) {
        named = isName(value, true);
        if (!named) {
          return false;
        }
      } else if (!isName(name, false) || value.isEmpty() || !isUnicode(value)) {
        return false;
      }
    }
    return named;
  }

  /** A letter or underscore, then digits too; metric names may hold colons. */
  private static boolean isName(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Whether UTF-8 can carry it: no half of a surrogate pair stands alone. */
  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
