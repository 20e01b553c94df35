package dev.almanac.audit;

import dev.almanac.audit.Processes.Running;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Services that run as root without a need. */
final class RootProcesses implements Check {

  /** Programs of the monitoring, and the user that each is installed with. */
  private static final Map<String, String> USERS =
      Map.ofEntries(
          Map.entry("prometheus", "prometheus"),
          Map.entry("prometheus-node-exporter", "prometheus"),
          Map.entry("node_exporter", "prometheus"),
          Map.entry("prometheus-blackbox-exporter", "prometheus"),
          Map.entry("blackbox_exporter", "prometheus"),
          Map.entry("prometheus-alertmanager", "prometheus"),
          Map.entry("alertmanager", "prometheus"),
          Map.entry("grafana", "grafana"),
          Map.entry("grafana-server", "grafana"),
          Map.entry("minio", "minio"));

  /** Runs no longer than it is looked at, and wants root's eyes. */
  private static final String SELF = "audit";

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Running process : new Processes(host.proc()).all()) {
      String user = user(process);
      if (process.user() == 0 && user != null) {
        findings.add(
            finding(
                Severity.CRITICAL,
                process.program() + ", process " + process.pid(),
                "runs as root",
                "the user " + user,
                "start it by its unit, which has User=" + user));
      }
    }
    return findings;
  }

  /** The user that it should have, or null where root is right or it is none of ours. */
  private static String user(Running process) {
    List<String> command = process.command();
    boolean almanac = command.contains("dev.almanac.jobs.Almanac") && !command.contains(SELF);
    boolean worker = command.get(0).startsWith("nginx: worker process");
    if (almanac) {
      return "almanac";
    }
    return worker ? "www-data" : USERS.get(process.program());
  }
}
