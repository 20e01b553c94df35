package dev.almanac.jobs;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
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

  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:]+) ([-+0-9.eE]+)");

  private TextfileMetrics() {}

  /**
   * The metrics that a file has by now, by name; none where it is not there. What is no metric of
   * one finite number is passed over.
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

  /** Writes the file beside its place and moves it there at once. */
  static void replace(Path file, MetricSnapshots metrics) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, ".", ".tmp");
    try {
      try (OutputStream out = Files.newOutputStream(draft)) {
        PrometheusTextFormatWriter.create().write(out, metrics);
      }
      // The collector runs as another user.
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
