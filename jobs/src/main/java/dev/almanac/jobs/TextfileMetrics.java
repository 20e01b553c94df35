package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in a file for the textfile collector of node_exporter, which must never read half of it.
 *
 * @see <a href="https://github.com/prometheus/node_exporter#textfile-collector">Textfile
 *     collector</a>
 */
final class TextfileMetrics {

  private static final Pattern LINE = Pattern.compile("([a-z_]+) (-?[0-9]+(?:\\.[0-9]+)?)");

  private final StringBuilder text = new StringBuilder();

  TextfileMetrics gauge(String name, String help, double value) {
    return metric(name, help, "gauge", value);
  }

  private TextfileMetrics metric(String name, String help, String type, double value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append(name).append(' ').append(number(value)).append('\n');
    return this;
  }

  /** A count that never falls. */
  TextfileMetrics counter(String name, String help, double value) {
    return metric(name, help, "counter", value);
  }

  /**
   * The metrics that a file has by now, by name; none where it is not there. What is no metric of
   * one number is passed over.
   */
  static Map<String, Double> read(Path file) throws IOException {
    Map<String, Double> metrics = new HashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        Matcher metric = LINE.matcher(line);
        if (metric.matches()) {
          metrics.put(metric.group(1), Double.valueOf(metric.group(2)));
        }
      }
    }
    return metrics;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Writes the file beside its place and moves it there at once. */
  void replace(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, ".", ".tmp");
    try {
      Files.writeString(draft, text);
      // The collector runs as another user.
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
