package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * Metrics in a file for the textfile collector of node_exporter, which must never read half of it.
 *
 * @see <a href="https://github.com/prometheus/node_exporter#textfile-collector">Textfile
 *     collector</a>
 */
final class TextfileMetrics {

  private final StringBuilder text = new StringBuilder();

  TextfileMetrics gauge(String name, String help, double value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    text.append(name).append(' ').append(number(value)).append('\n');
    return this;
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
