package dev.almanac.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What Ralph shows Prometheus, by the libraries it shows it with, under gunicorn with two workers:
 * Ralph itself cannot be installed from Debian.
 */
public final class RalphStandIn extends Daemon {

  private RalphStandIn(Path directory, int port, List<String> command) {
    super("gunicorn", directory, port, "/status/ping", command);
  }

  /**
   * Starts it with a folder in which its workers share what they count, as Ralph's image has it.
   */
  public static RalphStandIn start(Path directory) {
    return start(directory, List.of("PROMETHEUS_MULTIPROC_DIR=" + folder(directory, "metrics")));
  }

  /** Starts it as Ralph's unit of systemd does: each worker counts for itself. */
  public static RalphStandIn startOfWorkersThatShareNothing(Path directory) {
    return start(directory, List.of());
  }

  private static RalphStandIn start(Path directory, List<String> environment) {
    try (InputStream program = RalphStandIn.class.getResourceAsStream("/ralph/standin.py")) {
      Files.copy(
          program,
          folder(directory, ".").resolve("standin.py"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int port = LoopbackPort.free();
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-u", "PYTHONPATH"));
    command.addAll(environment);
    // Debian's own, which sees Debian's Django, whatever other Python is first on the PATH.
    command.addAll(
        List.of(
            "/usr/bin/gunicorn",
            "--bind=127.0.0.1:" + port,
            "--workers=2",
            "--worker-tmp-dir=" + directory,
            "standin:application"));
    return new RalphStandIn(directory, port, command);
  }

  private static Path folder(Path directory, String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
