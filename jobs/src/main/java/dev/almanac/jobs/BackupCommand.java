package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.BackupConfig;
import dev.almanac.backup.BackupConfigReader;
import dev.almanac.backup.ComponentOutcome;
import dev.almanac.backup.Components;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac backup}: Prometheus's data and everything around it become one backup. */
@Command(
    name = "backup",
    description = {
      "Backs up Prometheus's data, Grafana's dashboards, configuration and models together.",
      "What no earlier backup holds is written; what has not changed costs nothing.",
      ""
    },
    footer = {
      "",
      "Exit code 1: the data is backed up, and standard error names a component that is not, or"
          + " files",
      "of earlier backups that were missing or damaged; their days were archived anew as far as"
          + " the",
      "snapshot goes back. --textfile is written in each case, for the textfile collector of",
      "node_exporter.",
      "",
      "backup.yaml, all of whose keys are optional:",
      "  prometheus: http://127.0.0.1:9090       # or a snapshot's folder",
      "  archive: s3://backups/prometheus",
      "  grafana:",
      "    url: http://127.0.0.1:3000",
      "    token_file: /etc/almanac/grafana.token  # or GRAFANA_TOKEN in the environment",
      "    datasources: false                    # with true, without their secrets",
      "    provisioning: /var/lib/grafana/dashboards",
      "  configuration:",
      "    include: [/etc/prometheus, '/etc/default/prometheus*']",
      "    exclude: ['*.bak']",
      "    encrypt_with: /etc/almanac/backup.key   # 32 random bytes, or a passphrase",
      "  models: /var/lib/almanac/models",
      "",
      "Without encrypt_with, files that look like secrets are left out and named. For the",
      "credentials of Prometheus and S3 see 'almanac archive --help'.",
    })
final class BackupCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Mixin private NewFilesOptions newFiles;

  @Mixin private ParallelismOption parallelism;

  @Mixin private ClusterOption cluster;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What to back up. Default: the data, and configuration at its usual places.")
  private Path configFile;

  @Option(
      names = "--from",
      paramLabel = "SNAPSHOT|URL",
      description = "A snapshot's folder or a Prometheus, in place of the configured one.")
  private String from;

  @Option(
      names = "--encrypt-with",
      paramLabel = "KEYFILE",
      description = "Keep all configuration files, encrypted; in place of the configured key.")
  private Path keyFile;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish the result as metrics in this file, which ends with .prom.")
  private Path textfile;

  /**
   * A backup that is there.
   *
   * @param exit NO where it lacks something, or found damage
   */
  private record Outcome(Manifest backup, ExitCode exit) {}

  @Override
  ExitCode run(Console console) throws Exception {
    Instant begin = Instant.now();
    Outcome outcome;
    try {
      outcome = backup(console);
    } catch (Exception e) {
      if (textfile != null) {
        BackupMetrics.failed(textfile, begin);
      }
      throw e;
    }
    if (textfile != null) {
      BackupMetrics.succeeded(textfile, begin, outcome.backup(), outcome.exit() == ExitCode.DONE);
    }
    return outcome.exit();
  }

  private Outcome backup(Console console) throws Exception {
    BackupConfig config = config();
    String root = cluster.located(archive.root(config.archive()));
    try (SnapshotOrigin origin = SnapshotOrigin.of(prometheus(config), this::environment)) {
      ArchivePlan data =
          Archiver.plan(
              new ArchiveRequest(
                  origin.folder(),
                  root,
                  origin.source(),
                  "almanac " + Version.number(),
                  newFiles.encodings(),
                  origin.server(),
                  newFiles.acceptRemovals()));
      data.source().losses().forEach(loss -> console.note("note: " + loss));
      List<ComponentOutcome> components = stage(root, config);
      ArchivePlan plan = data.with(components);
      Optional<Manifest> existing = Archiver.existing(plan);
      Manifest backup =
          existing.isPresent()
              ? existing.get()
              : ArchiveRun.of(plan, cluster.engine(), parallelism.workers(), console);
      ComponentView view = new ComponentView(components);
      view.tell(console, backup, root, existing.isPresent());
      ExitCode archive =
          (existing.isPresent() ? Damage.found(plan) : Damage.repaired(plan, backup)).tell(console);
      return new Outcome(backup, view.whole() ? archive : ExitCode.NO);
    }
  }

  private BackupConfig config() {
    BackupConfig config =
        configFile == null ? BackupConfig.DEFAULT : BackupConfigReader.read(configFile);
    return keyFile == null ? config : config.encryptedWith(keyFile);
  }

  private String prometheus(BackupConfig config) {
    if (from != null) {
      return from;
    }
    return config
        .prometheus()
        .orElseThrow(
            () -> usage("nothing to back up: name a Prometheus in backup.yaml, or give --from"));
  }

  private List<ComponentOutcome> stage(String root, BackupConfig config) {
    try (BlobStore store = BlobStores.open(root)) {
      return Components.stage(store, config.sources(store, this::environment));
    }
  }
}
