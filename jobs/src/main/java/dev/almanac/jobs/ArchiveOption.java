package dev.almanac.jobs;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which archive: {@code --archive}, else {@code $ALMANAC_ARCHIVE}, else {@code ./var/archive}. */
final class ArchiveOption {

  static final String FALLBACK = "./var/archive";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--archive",
      paramLabel = "ROOT",
      description =
          "The archive: a folder or s3://bucket/prefix. Default: $ALMANAC_ARCHIVE, then "
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
    return named == null ? FALLBACK : named;
  }
}
