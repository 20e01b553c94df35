package dev.almanac.jobs;

import dev.almanac.backup.BackupConfig;
import dev.almanac.backup.BackupConfigReader;
import java.nio.file.Path;
import java.time.Instant;
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

  @Override
  ExitCode run(Console console) throws Exception {
    Instant begin = Instant.now();
    BackupRun.Outcome outcome;
    try {
      outcome = backup(console);
    } catch (Exception e) {
      if (textfile != null) {
        BackupMetrics.failed(textfile, begin);
      }
      throw e;
    }
    if (textfile != null) {
      BackupMetrics.succeeded(textfile, begin, outcome.backup(), outcome.whole());
    }
    return outcome.whole() ? ExitCode.DONE : ExitCode.NO;
  }

  private BackupRun.Outcome backup(Console console) throws Exception {
    BackupConfig config = config();
    String root = cluster.located(archive.root(config.archive()));
    BackupRun.Outcome outcome =
        new BackupRun(
                config,
                prometheus(config),
                root,
                newFiles.encodings(),
                newFiles.acceptRemovals(),
                cluster.engine(),
                parallelism.workers(),
                this::environment)
            .run(loss -> console.note("note: " + loss), console::status);
    outcome.components().tell(console, outcome.backup(), root, outcome.wasThere());
    outcome.damage().tell(console);
    return outcome;
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
}
