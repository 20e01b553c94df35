package dev.almanac.prometheus;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A server's own metrics by name, those of several label sets added up. Only what Prometheus says
 * of itself is read with it: no label value there holds a space.
 */
record ServerMetrics(Map<String, Double> sums) {

  /** Reads the text format; null stands for a server that shows no metrics. */
  static ServerMetrics parse(String text) {
    Map<String, Double> sums = new HashMap<>();
    if (text != null) {
      text.lines().filter(line -> line.startsWith("prometheus_")).forEach(line -> add(sums, line));
    }
    return new ServerMetrics(sums);
  }

  private static void add(Map<String, Double> sums, String line) {
    int value = line.lastIndexOf(' ');
    int labels = line.indexOf('{');
    if (value > 0) {
      try {
        String name = line.substring(0, labels > 0 && labels < value ? labels : value);
        sums.merge(name, Double.parseDouble(line.substring(value + 1)), Double::sum);
      } catch (NumberFormatException e) {
        // +Inf and NaN are written otherwise in Java; no counter or size is either.
      }
    }
  }

  OptionalDouble get(String name) {
    Double sum = sums.get(name);
    return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }
}
