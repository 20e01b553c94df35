package dev.almanac.prometheus;

import dev.almanac.prometheus.PrometheusException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What we need of a Prometheus's configuration, as {@code /api/v1/status/config} shows it.
 *
 * @param externalLabels added to every series it sends
 * @param outOfOrderWindow how far behind the newest sample it accepts others; zero: not at all
 */
record ServerConfiguration(Map<String, String> externalLabels, Duration outOfOrderWindow) {

  /** A duration of Prometheus: {@code 1h30m}, {@code 2w}. */
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  private static final long[] UNITS = {
    31_536_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  /** Reads the configuration's YAML; its size is bounded by whoever fetched it. */
  static ServerConfiguration parse(String yaml) {
    Object root;
    try {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(yaml.length() + 1).build();
      root = new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new PrometheusException(
          Reason.MALFORMED_ANSWER,
          "the configuration that the server shows is not YAML: " + e.getMessage(),
          e);
    }
    Map<String, String> labels = new TreeMap<>();
    if (at(root, "global", "external_labels") instanceof Map<?, ?> external) {
      external.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    Object window = at(root, "storage", "tsdb", "out_of_order_time_window");
    return new ServerConfiguration(
        labels,
        window == null
            ? Duration.ZERO
            : duration("out_of_order_time_window", String.valueOf(window)));
  }

  private static Object at(Object node, String... path) {
    for (String key : path) {
      node = node instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return node;
  }

  /**
   * A duration as Prometheus writes it.
   *
   * @param of what it is of, for messages
   */
  static Duration duration(String of, String text) {
    Matcher parts = DURATION.matcher(text);
    if (text.isEmpty() || (!parts.matches() && !text.equals("0"))) {
      throw new PrometheusException(
          Reason.MALFORMED_ANSWER, of + ": expected a duration such as 30m, found " + text);
    }
    try {
      long millis = 0;
      for (int unit = 0; unit < UNITS.length && !text.equals("0"); unit++) {
        if (parts.group(unit + 1) != null) {
          long part = Math.multiplyExact(Long.parseLong(parts.group(unit + 1)), UNITS[unit]);
          millis = Math.addExact(millis, part);
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new PrometheusException(Reason.MALFORMED_ANSWER, of + ": absurd duration " + text, e);
    }
  }
}
