package dev.almanac.prometheus;

import java.nio.file.Path;
import java.util.List;

/** A real Alertmanager on a loopback port, alone. */
public final class Alertmanager extends Daemon {

  private Alertmanager(Path directory, int port, Path configuration) {
    super(
        "prometheus-alertmanager",
        directory,
        port,
        "/-/ready",
        List.of(
            "prometheus-alertmanager",
            "--config.file=" + configuration,
            "--storage.path=" + directory.resolve("data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port));
  }

  public static Alertmanager start(Path directory, Path configuration) {
    return new Alertmanager(directory, LoopbackPort.free(), configuration);
  }
}
