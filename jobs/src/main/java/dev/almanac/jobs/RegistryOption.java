package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.prometheus.Trust;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.Registry;
import dev.almanac.registry.client.RegistryClient;
import dev.almanac.registry.client.RegistryEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where models are: in the archive, or behind {@code almanac serve} with {@code --registry}; the
 * token comes from {@code ALMANAC_TOKEN} or a file that its owner alone reads.
 */
final class RegistryOption {

  private static final String TOKEN = "ALMANAC_TOKEN";

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = {
        "The registry of models behind 'almanac serve', in place of the archive's own.",
        "ALMANAC_TOKEN in the environment lets in."
      })
  private String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The token for --registry, in a file of mode 0600.")
  private Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The only authorities that may vouch for servers, in PEM.")
  private Path authorities;

  /** The only authorities that may vouch for servers; empty for those of the JVM. */
  Optional<Path> authorities() {
    return Optional.ofNullable(authorities);
  }

  /** Where the registry is served; empty where it is the archive's own. */
  Optional<RegistryEndpoint> endpoint() {
    if (url == null) {
      if (tokenFile != null) {
        throw usage("--token-file goes with --registry");
      }
      return Optional.empty();
    }
    try {
      Trust trust = authorities().map(Trust::pem).orElse(Trust.OF_THE_JVM);
      return Optional.of(RegistryEndpoint.of(url, token(), trust));
    } catch (IllegalArgumentException e) {
      throw usage("--registry: " + e.getMessage());
    }
  }

  /** The registry of this archive, or the one that is served. */
  ModelRegistry of(BlobStore store) {
    return endpoint().<ModelRegistry>map(RegistryClient::new).orElseGet(() -> new Registry(store));
  }

  private String token() {
    if (tokenFile != null) {
      return read(tokenFile);
    }
    String token = ((Almanac) verb.root().userObject()).environment(TOKEN);
    if (token == null) {
      throw usage("--registry needs a token, in " + TOKEN + " or by --token-file");
    }
    return token.strip();
  }

  private String read(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw usage("--token-file: others may read " + file + "; chmod 600 it");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(verb.commandLine(), message);
  }
}
