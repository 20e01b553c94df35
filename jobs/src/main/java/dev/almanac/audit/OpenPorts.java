package dev.almanac.audit;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What others can reach: nginx, and whatever the operators say. */
final class OpenPorts implements Check {

  /** What anybody could read or change without a password, were it reached. */
  private static final Map<Integer, String> UNGUARDED =
      Map.ofEntries(
          Map.entry(3000, "Grafana, past nginx"),
          Map.entry(6123, "Flink's JobManager, which runs what it is given"),
          Map.entry(8081, "Flink's web interface, which runs what it is given"),
          Map.entry(8470, "the ML API, past nginx"),
          Map.entry(9000, "the object store"),
          Map.entry(9001, "the object store's console"),
          Map.entry(9090, "Prometheus, which asks nobody for a password"),
          Map.entry(9091, "Prometheus over the archive, which asks nobody for a password"),
          Map.entry(9093, "Alertmanager, where anybody could silence alerts"),
          Map.entry(9094, "Alertmanager's gossip, where anybody could join"),
          Map.entry(9100, "node_exporter, which tells all about the machine"),
          Map.entry(9115, "the blackbox exporter, which asks any address for anybody"));

  private final Set<Integer> allowed;

  /**
   * @param allowed ports that others may reach
   */
  OpenPorts(Set<Integer> allowed) {
    this.allowed = new TreeSet<>(allowed);
  }

  @Override
  public String name() {
    return "ports";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Processes processes = new Processes(host.proc());
    for (Listener listener : Listener.all(host.proc())) {
      if (!listener.isLocal() && !allowed.contains(listener.port())) {
        String holder =
            processes
                .holder(listener.inode())
                .orElse("a process that only root may know (run the audit as root)");
        findings.add(finding(listener, holder));
      }
    }
    return findings;
  }

  private Finding finding(Listener listener, String holder) {
    String what = UNGUARDED.get(listener.port());
    return finding(
        what == null ? Severity.WARNING : Severity.CRITICAL,
        listener.toString(),
        holder + " listens there" + (what == null ? "" : ": " + what),
        "beyond this machine only ports " + allowed,
        what == null
            ? "stop it, have it listen on 127.0.0.1, or say --allow-port "
                + listener.port()
                + " where it has to be reached"
            : "have it listen on 127.0.0.1 and let nginx hand on who may; a firewall besides");
  }
}
