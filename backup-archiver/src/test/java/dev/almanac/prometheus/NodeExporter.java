package dev.almanac.prometheus;

import java.nio.file.Path;
import java.util.List;

/** A real node exporter on a loopback port. */
public final class NodeExporter extends Daemon {

  private NodeExporter(Path directory, int port) {
    super(
        "prometheus-node-exporter",
        directory,
        port,
        "/metrics",
        List.of("prometheus-node-exporter", "--web.listen-address=127.0.0.1:" + port));
  }

  public static NodeExporter start(Path directory) {
    return new NodeExporter(directory, freePort());
  }
}
