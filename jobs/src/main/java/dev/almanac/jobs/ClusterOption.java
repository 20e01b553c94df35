package dev.almanac.jobs;

import dev.almanac.prometheus.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** On which Flink cluster a job runs: {@code --cluster}; without it, in this JVM. */
final class ClusterOption {

  static final String NAME = "--cluster";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  private URI url;

  @Option(
      names = NAME,
      paramLabel = "URL",
      description = {
        "Run on this Flink cluster, http://127.0.0.1:8081 for one, which has to reach the same"
            + " files.",
        "Default: in this process. 'almanac cluster --help' tells more."
      })
  void use(String given) {
    try {
      url = ClusterRest.address(given);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(verb.commandLine(), NAME + ": " + e.getMessage());
    }
  }

  /** The cluster; empty for this JVM. */
  Optional<URI> url() {
    return Optional.ofNullable(url);
  }

  Engine engine() {
    return url == null ? Engine.HERE : new RemoteFlink(url);
  }

  /**
   * Credentials by the prefix of the variables that tell them: on a cluster those of its own
   * processes, so that no job carries a secret.
   */
  Function<String, Credentials> credentials(UnaryOperator<String> environment) {
    return url == null ? prefix -> Credentials.of(prefix, environment) : Credentials::ofWhoeverAsks;
  }

  /** A folder or a URI as processes find it that were started elsewhere. */
  String located(String root) {
    return url == null || root.contains("://")
        ? root
        : Path.of(root).toAbsolutePath().normalize().toString();
  }
}
