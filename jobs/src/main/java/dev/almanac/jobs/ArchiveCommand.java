package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac archive}: a snapshot becomes a backup. */
@Command(
    name = "archive",
    description = {
      "Archives a Prometheus snapshot as Parquet.",
      "Writes what no earlier backup holds; run twice, it changes nothing the second time.",
      ""
    },
    footer = {
      "",
      "A URL makes the server take a snapshot (it needs --web.enable-admin-api and runs on this",
      "machine), archives it and removes it. Credentials come from the environment:",
      "  PROMETHEUS_USER and PROMETHEUS_PASSWORD, or PROMETHEUS_TOKEN",
      "S3 is reached by the usual AWS settings: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,",
      "AWS_REGION, AWS_ENDPOINT_URL, profiles.",
      "",
      "Exit code 1: the data is archived, and files of earlier backups, named on standard error,"
          + " were",
      "missing or damaged; their days were archived anew as far as the snapshot goes back.",
      "",
      "Examples:",
      "  almanac archive --from http://127.0.0.1:9090",
      "  almanac archive --from /var/lib/prometheus/snapshots/20261123T230000Z-1f2e3d4c \\",
      "    --archive s3://backups/prometheus"
    })
final class ArchiveCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "SNAPSHOT|URL",
      description = "A snapshot's folder, or the URL of a Prometheus to take one of.")
  private String from;

  @Mixin private ParallelismOption parallelism;

  @Mixin private ClusterOption cluster;

  @Mixin private NewFilesOptions newFiles;

  @Override
  ExitCode run(Console console) throws Exception {
    try (SnapshotOrigin origin = SnapshotOrigin.of(from, this::environment)) {
      ArchivePlan plan =
          Archiver.plan(
              new ArchiveRequest(
                  origin.folder(),
                  cluster.located(archive.root()),
                  origin.source(),
                  "almanac " + Version.number(),
                  newFiles.encodings(),
                  origin.server(),
                  newFiles.acceptRemovals()));
      plan.source().losses().forEach(loss -> console.note("note: " + loss));
      Optional<Manifest> existing = Archiver.existing(plan);
      Manifest backup =
          existing.isPresent()
              ? existing.get()
              : ArchiveRun.of(plan, cluster.engine(), parallelism.workers(), console);
      if (console.json()) {
        console.sayJson(ManifestView.of(backup));
      } else {
        BackupView.tell(console, backup, archive.root(), existing.isPresent());
      }
      return (existing.isPresent() ? Damage.found(plan) : Damage.repaired(plan, backup))
          .tell(console);
    }
  }
}
