package dev.almanac.jobs;

import dev.almanac.audit.Audit;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.token.Token;
import dev.almanac.registry.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac audit}: whether the monitoring is closed to those who have no business there. */
@Command(
    name = "audit",
    description = {
      "Looks at this machine: who may read secrets and data, which ports others can reach,"
          + " passwords",
      "and keys that everybody knows, certificates, nginx's TLS, tokens, services that run as"
          + " root.",
      "It changes nothing. docs/security.md tells what is looked at and why.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 something could not be"
          + " read.",
      "Run it as root: others neither see secrets nor whose ports are open.",
      "",
      "Example:",
      "  sudo almanac audit --textfile /var/lib/prometheus/node-exporter/almanac_audit.prom"
    })
final class AuditCommand extends Verb {

  private static final FindingsReport.Metrics METRICS =
      new FindingsReport.Metrics(
          "the audit",
          "almanac_audit_critical_findings",
          "almanac_audit_warning_findings",
          "almanac_audit_timestamp_seconds");

  private static final String CHECKS =
      "permissions, ports, processes, grafana, passwords, secrets, certificates, tls, tokens";

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--config-root",
      paramLabel = "DIR",
      defaultValue = "/",
      description =
          "Below which etc, var and opt are, for a machine that does not run. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path root;

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Only these of " + CHECKS + ".")
  private List<String> only = List.of();

  @Option(
      names = "--allow-port",
      paramLabel = "PORT",
      split = ",",
      description = "A port that others may reach, besides 22, 80 and 443.")
  private List<Integer> allowed = List.of();

  @Option(
      names = "--token-age",
      paramLabel = "TIME",
      defaultValue = "180d",
      converter = Hours.class,
      description = "How old a token may be. Default: ${DEFAULT-VALUE}.")
  private Duration tokenAge;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish how much was found, for node_exporter's textfile collector.")
  private Path textfile;

  @Override
  ExitCode run(Console console) throws IOException {
    Optional<Path> folder = folder();
    Set<Integer> ports = new TreeSet<>(Set.of(22, 80, 443));
    ports.addAll(allowed);
    Audit audit =
        new Audit(root, Path.of("/proc"), folder, tokens(folder, console), tokenAge, ports);
    Set<String> wanted = new LinkedHashSet<>(only.isEmpty() ? audit.names() : only);
    for (String name : wanted) {
      if (!audit.names().contains(name)) {
        throw usage("there is no check \"" + name + "\"; there is " + CHECKS);
      }
    }
    FindingsReport report = new FindingsReport(audit.run(wanted));
    if (textfile != null) {
      report.publish(textfile, METRICS);
    }
    return report.tell(console, "nothing found by " + String.join(", ", wanted));
  }

  private Optional<Path> folder() {
    return archive.root().contains("://") ? Optional.empty() : Optional.of(Path.of(archive.root()));
  }

  private List<Token> tokens(Optional<Path> folder, Console console) {
    boolean wanted = only.isEmpty() || only.contains("tokens");
    if (wanted && folder.isPresent() && !Files.isDirectory(folder.get())) {
      console.note("almanac: there is no archive " + folder.get() + ", and so there are no tokens");
      return List.of();
    }
    if (!wanted) {
      return List.of();
    }
    try (BlobStore store = BlobStores.open(archive.root())) {
      return new Tokens(store).list();
    }
  }
}
