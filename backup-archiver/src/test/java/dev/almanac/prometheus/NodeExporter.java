package dev.almanac.prometheus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real node exporter on a loopback port. */
public final class NodeExporter extends Daemon {

  private NodeExporter(Path directory, int port, List<String> command) {
    super("prometheus-node-exporter", directory, port, "/metrics", command);
  }

  /** Starts it with these flags beside its address. */
  public static NodeExporter start(Path directory, String... flags) {
    int port = LoopbackPort.free();
    List<String> command = new ArrayList<>();
    command.add("prometheus-node-exporter");
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(flags));
    return new NodeExporter(directory, port, command);
  }
}
