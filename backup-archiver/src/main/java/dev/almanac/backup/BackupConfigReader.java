package dev.almanac.backup;

import dev.almanac.backup.BackupConfig.Configuration;
import dev.almanac.backup.BackupConfig.Grafana;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code backup.yaml}. A key that is not known is refused: it may be a slip. */
public final class BackupConfigReader {

  private static final int LARGEST_FILE = 1 << 20;

  private BackupConfigReader() {}

  /**
   * Reads a file.
   *
   * @throws BackupConfigException where it is not what a configuration may be
   */
  public static BackupConfig read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        throw new BackupConfigException(
            file + ": expected a configuration of at most " + LARGEST_FILE + " bytes");
      }
      return parse(new String(content, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BackupConfig parse(String yaml, String document) {
    return YamlMapping.parse(yaml, document)
        .map(BackupConfigReader::config)
        .orElse(BackupConfig.DEFAULT);
  }

  private static BackupConfig config(YamlMapping root) {
    root.allow("prometheus", "archive", "grafana", "configuration", "models");
    return new BackupConfig(
        root.text("prometheus"),
        root.text("archive"),
        root.mapping("grafana").map(BackupConfigReader::grafana).orElse(Grafana.NONE),
        root.mapping("configuration")
            .map(BackupConfigReader::configuration)
            .orElse(Configuration.DEFAULT),
        root.text("models").map(Path::of));
  }

  private static Grafana grafana(YamlMapping grafana) {
    grafana.allow("url", "token_file", "datasources", "provisioning");
    return new Grafana(
        grafana.text("url").map(url -> url(url, grafana)),
        grafana.text("token_file").map(Path::of),
        grafana.flag("datasources").orElse(false),
        grafana.text("provisioning").map(Path::of));
  }

  private static URI url(String text, YamlMapping grafana) {
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean plain =
          url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
      if (web && url.getHost() != null && plain) {
        return url;
      }
    } catch (URISyntaxException e) {
      // As with any other text that is no URL; the message must not show what may be a secret.
    }
    throw grafana.wrong("url", "the URL of a Grafana without credentials, http://localhost:3000,");
  }

  private static Configuration configuration(YamlMapping configuration) {
    configuration.allow("include", "exclude", "encrypt_with");
    return new Configuration(
        configuration.texts("include"),
        configuration.texts("exclude").orElse(List.of()),
        configuration.text("encrypt_with").map(Path::of));
  }
}
