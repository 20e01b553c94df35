package dev.almanac.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which archive: {@code --archive}, else {@code $ALMANAC_ARCHIVE}, else {@code /backup/monitoring}
 * where that is a folder, else {@code ./var/archive}.
 */
final class ArchiveOption {

  static final String FALLBACK = "./var/archive";

  /** Where operators keep backups. */
  private static final String OPERATORS = "/backup/monitoring";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--archive",
      paramLabel = "ROOT",
      description =
          "The archive: a folder or s3://bucket/prefix. Default: $ALMANAC_ARCHIVE, then "
              + OPERATORS
              + " where that is a folder, then "
              + FALLBACK
              + ".")
  private String given;

  String root() {
    return root(Optional.empty());
  }

  /** The same, with a configuration that goes before the environment. */
  String root(Optional<String> configured) {
    if (given != null || configured.isPresent()) {
      return given == null ? configured.get() : given;
    }
    String named = ((Almanac) verb.root().userObject()).environment("ALMANAC_ARCHIVE");
    if (named != null) {
      return named;
    }
    return Files.isDirectory(Path.of(OPERATORS)) ? OPERATORS : FALLBACK;
  }
}
