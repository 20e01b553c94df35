package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.doctor.Doctor;
import dev.almanac.doctor.Limits;
import dev.almanac.prometheus.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac doctor}: what ails the monitoring, and what to do about it. */
@Command(
    name = "doctor",
    description = {
      "Asks a Prometheus, the archive and the ML API what ails them: memory, cardinality, slow",
      "queries, scrapes and rules that fail, samples that are dropped, the log of samples, disks,",
      "clocks, backups, models, scoring. It says what it saw, with numbers, and what to do.",
      ""
    },
    footer = {
      "",
      "Who may ask is told by PROMETHEUS_TOKEN, or PROMETHEUS_USER and PROMETHEUS_PASSWORD.",
      "Exit codes: 0 all is well, 1 something is not, 2 wrong usage, 3 Prometheus cannot be asked.",
      "",
      "Example:",
      "  almanac doctor --prometheus http://127.0.0.1:9090 --serve http://127.0.0.1:8470"
    })
final class DoctorCommand extends Verb {

  private static final FindingsReport.Metrics METRICS =
      new FindingsReport.Metrics(
          "the doctor",
          "almanac_doctor_critical_findings",
          "almanac_doctor_warning_findings",
          "almanac_doctor_timestamp_seconds");

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "The server that is asked.")
  private String prometheus;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The only authorities that may vouch for the server, in PEM.")
  private Path authorities;

  @Option(names = "--serve", paramLabel = "URL", description = "The ML API, if it is to be asked.")
  private URI serve;

  @Option(
      names = "--most-series",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many series Prometheus may hold in memory. Default: ${DEFAULT-VALUE}.")
  private long mostSeries;

  @Option(
      names = "--most-series-of-metric",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many series one metric may have. Default: ${DEFAULT-VALUE}.")
  private long mostSeriesOfMetric;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish how much was found, for node_exporter's textfile collector.")
  private Path textfile;

  @Override
  ExitCode run(Console console) throws IOException {
    Doctor doctor =
        new Doctor(Clock.systemUTC())
            .ask(
                Servers.read(
                    prometheus,
                    Optional.ofNullable(authorities),
                    prefix -> Credentials.of(prefix, this::environment)),
                new Limits(mostSeries, mostSeriesOfMetric));
    try (BlobStore store = BlobStores.open(archive.root())) {
      doctor.look(store);
    }
    if (serve != null) {
      doctor.ask(serve);
    }
    FindingsReport report = new FindingsReport(doctor.findings());
    if (textfile != null) {
      report.publish(textfile, METRICS);
    }
    return report.tell(console, "all is well");
  }
}
