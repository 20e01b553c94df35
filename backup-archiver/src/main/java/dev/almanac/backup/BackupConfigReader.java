package dev.almanac.backup;

import dev.almanac.backup.BackupConfig.Configuration;
import dev.almanac.backup.BackupConfig.Grafana;
import dev.almanac.config.ConfigException;
import dev.almanac.config.YamlMapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code backup.yaml}. A key that is not known is refused: it may be a slip. */
public final class BackupConfigReader {

  private BackupConfigReader() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException where it is not what a configuration may be
   */
  public static BackupConfig read(Path file) {
    return config(YamlMapping.read(file));
  }

  static BackupConfig parse(String yaml, String document) {
    return config(YamlMapping.parse(yaml, document));
  }

  private static BackupConfig config(Optional<YamlMapping> root) {
    return root.map(BackupConfigReader::config).orElse(BackupConfig.DEFAULT);
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
