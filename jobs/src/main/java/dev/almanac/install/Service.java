package dev.almanac.install;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The programs that run all the time. */
enum Service {
  /** First, so that it hears what the others say. */
  RSYSLOG("rsyslog", 0, "", "/usr/sbin/rsyslogd"),
  PROMETHEUS("prometheus", 9090, "/-/ready", "/usr/bin/prometheus"),
  ALERTMANAGER("prometheus-alertmanager", 9093, "/-/ready", "/usr/bin/prometheus-alertmanager"),
  NODE("prometheus-node-exporter", 9100, "/", "/usr/bin/prometheus-node-exporter"),
  BLACKBOX(
      "prometheus-blackbox-exporter", 9115, "/-/healthy", "/usr/bin/prometheus-blackbox-exporter"),
  GRAFANA("grafana-server", 3000, "/api/health", "/usr/share/grafana/bin/grafana"),
  ML_API("ml-forecasting", 8470, "/healthz", ProgramStep.PLACE),
  SCORING("ml-scoring", 0, "", ProgramStep.PLACE),
  NGINX("nginx", 443, "", "/usr/sbin/nginx");

  private final String unit;
  private final int port;
  private final String health;
  private final String program;

  Service(String unit, int port, String health, String program) {
    this.unit = unit;
    this.port = port;
    this.health = health;
    this.program = program;
  }

  static List<Service> of(InstallConfig config) {
    return Arrays.stream(values())
        .filter(service -> service != GRAFANA || config.grafana().wanted())
        .toList();
  }

  /** The name of its unit, without the ending. */
  String unit() {
    return unit;
  }

  /** The port of loopback that it listens on; 0 where it listens on none. */
  int port() {
    return port;
  }

  /** Where it says whether it is well; empty where it has no such address. */
  Optional<String> health() {
    return health.isEmpty() ? Optional.empty() : Optional.of("http://127.0.0.1:" + port + health);
  }

  /**
   * Whether it is the distribution's, for others of the machine too: it outlives the monitoring.
   */
  boolean shared() {
    return this == NGINX || this == RSYSLOG;
  }

  /** What its command line begins with, or has in it. */
  String program() {
    return program;
  }
}
