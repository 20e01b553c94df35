package dev.almanac.prometheus;

import java.nio.file.Path;
import java.util.List;

/** A real blackbox exporter on a loopback port. */
public final class BlackboxExporter extends Daemon {

  private BlackboxExporter(Path directory, int port, Path configuration) {
    super(
        "prometheus-blackbox-exporter",
        directory,
        port,
        "/-/healthy",
        List.of(
            "prometheus-blackbox-exporter",
            "--config.file=" + configuration,
            "--web.listen-address=127.0.0.1:" + port));
  }

  public static BlackboxExporter start(Path directory, Path configuration) {
    return new BlackboxExporter(directory, LoopbackPort.free(), configuration);
  }
}
