package dev.almanac.jobs;

import dev.almanac.archive.ArchiveSettings;
import dev.almanac.backup.BackupConfig;
import dev.almanac.backup.BackupConfigReader;
import dev.almanac.episode.LiveScores;
import dev.almanac.prometheus.Credentials;
import dev.almanac.registry.http.Facilities;
import dev.almanac.registry.operation.Work;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a service may reach besides its archive: a running Prometheus, and what is backed up. */
final class ServeSources {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = {
        "A running server: anomalies that are not archived yet are read from it, and backups that",
        "are asked for are taken of it. PROMETHEUS_TOKEN, or PROMETHEUS_USER and",
        "PROMETHEUS_PASSWORD, let in."
      })
  private String prometheus;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The only authorities that may vouch for it, in PEM.")
  private Path authorities;

  @Option(
      names = "--backup-config",
      paramLabel = "FILE",
      description = "What to back up when asked, as for 'almanac backup --config'.")
  private Path configFile;

  @Mixin private ParallelismOption parallelism;

  /** What the service can do. */
  Facilities facilities(String archive, UnaryOperator<String> environment) {
    Optional<LiveScores> live =
        Optional.ofNullable(prometheus)
            .map(
                url ->
                    Servers.read(
                        url,
                        Optional.ofNullable(authorities),
                        prefix -> Credentials.of(prefix, environment)))
            .map(LiveScores::new);
    int workers = parallelism.workers();
    return new Facilities(
        live,
        backup(archive, environment),
        Optional.of(backup -> ServedWork.drill(archive, backup, workers)));
  }

  private Optional<Work> backup(String archive, UnaryOperator<String> environment) {
    if (prometheus == null && configFile == null) {
      return Optional.empty();
    }
    BackupConfig config =
        configFile == null ? BackupConfig.DEFAULT : BackupConfigReader.read(configFile);
    if (config.archive().isPresent() && !config.archive().get().equals(archive)) {
      throw usage(
          "--backup-config %s backs up to %s, and %s is served"
              .formatted(configFile, config.archive().get(), archive));
    }
    String from =
        config
            .prometheus()
            .or(() -> Optional.ofNullable(prometheus))
            .orElseThrow(
                () -> usage("--backup-config names no Prometheus; name it there, or --prometheus"));
    return Optional.of(
        ServedWork.backup(
            new BackupRun(
                config,
                from,
                archive,
                ArchiveSettings.DEFAULT.encodings(),
                false,
                Engine.HERE,
                parallelism.workers(),
                environment)));
  }

  private ParameterException usage(String message) {
    return new ParameterException(verb.commandLine(), message);
  }
}
