package dev.almanac.jobs;

import dev.almanac.install.Hostname;
import dev.almanac.install.InstallConfig;
import dev.almanac.install.InstallConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --config}: what is different on this site. */
final class InstallConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "What is different on this site: docs/install.md has every key.",
        "Default: " + InstallConfig.PLACE + ", the one of the last installation, where it is there."
      })
  private Path given;

  /** The configuration that was given, that of the last installation, or the usual one. */
  InstallConfig read() {
    Path last = Path.of(InstallConfig.PLACE);
    if (given == null && !Files.exists(last)) {
      return InstallConfigReader.parse("", "", Hostname.find());
    }
    return InstallConfigReader.read(given == null ? last : given, Hostname.find());
  }

  /** The file that was given, which is kept for the next time. */
  Optional<String> text() throws IOException {
    return given == null ? Optional.empty() : Optional.of(Files.readString(given));
  }
}
