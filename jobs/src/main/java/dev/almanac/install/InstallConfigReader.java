package dev.almanac.install;

import dev.almanac.config.ConfigException;
import dev.almanac.config.Durations;
import dev.almanac.config.LogLevel;
import dev.almanac.config.YamlMapping;
import dev.almanac.install.InstallConfig.Alerts;
import dev.almanac.install.InstallConfig.CertificateSource;
import dev.almanac.install.InstallConfig.Grafana;
import dev.almanac.install.InstallConfig.Ldap;
import dev.almanac.install.InstallConfig.Limits;
import dev.almanac.install.InstallConfig.Mail;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code install.yaml}. A key that is not known is refused: it may be a slip. */
public final class InstallConfigReader {

  static final long GIGABYTE = 1_000_000_000;

  /** The keys that may be there; docs/install.md describes each. */
  static final List<String> KEYS =
      List.of(
          "name",
          "operator",
          "tls",
          "certbot_email",
          "acme_server",
          "acme_ca_file",
          "archive",
          "retention",
          "ralph",
          "ralph_health",
          "nodes",
          "grafana",
          "grafana_repository",
          "alerts",
          "ldap",
          "log_level",
          "least_memory_gb",
          "least_disk_gb");

  static final List<String> ALERT_KEYS =
      List.of("mail", "webhook", "dead_man", "dead_man_token_file");

  static final List<String> MAIL_KEYS =
      List.of(
          "server", "from", "user", "password_file", "infrastructure", "data_science", "on_call");

  static final List<String> LDAP_KEYS =
      List.of(
          "url",
          "bind_dn",
          "password_file",
          "ca_file",
          "search_base",
          "search_filter",
          "admins",
          "editors",
          "viewers");

  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.-]+:[0-9]{1,5}");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
  // What would end a quoted string or a line in one of the files that are written.
  private static final Pattern PLAIN = Pattern.compile("[^\"'\\\\\\p{Cntrl}]+");

  private InstallConfigReader() {}

  /**
   * Reads a file.
   *
   * @param hostname this machine's, where the file gives no name
   * @throws ConfigException where it is not what a configuration may be
   */
  public static InstallConfig read(Path file, String hostname) {
    return config(YamlMapping.read(file), hostname);
  }

  /** Reads a document; of an empty one everything is as usual. */
  public static InstallConfig parse(String yaml, String document, String hostname) {
    return config(YamlMapping.parse(yaml, document), hostname);
  }

  private static InstallConfig config(Optional<YamlMapping> root, String hostname) {
    return config(root.orElseGet(() -> YamlMapping.parse("{}", "").orElseThrow()), hostname);
  }

  private static InstallConfig config(YamlMapping root, String hostname) {
    root.allow(KEYS.toArray(new String[0]));
    return new InstallConfig(
        matching(root, "name", HOST, "a name such as monitoring.example.com").orElse(hostname),
        matching(root, "operator", USER, "a short name of letters and digits").orElse("operator"),
        certificates(root),
        archive(root),
        root.text("retention")
            .map(text -> root.make("retention", () -> Durations.parse(text)))
            .orElse(Duration.ofDays(90)),
        addresses(root, "ralph"),
        root.text("ralph_health").map(text -> url(root, "ralph_health", text, "http", "https")),
        addresses(root, "nodes"),
        new Grafana(
            root.flag("grafana").orElse(true),
            url(
                root,
                "grafana_repository",
                root.text("grafana_repository").orElse("https://apt.grafana.com"),
                "http",
                "https")),
        root.mapping("alerts")
            .map(InstallConfigReader::alerts)
            .orElse(
                new Alerts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
        root.mapping("ldap").map(InstallConfigReader::ldap),
        root.text("log_level").map(text -> root.make("log_level", () -> LogLevel.parse(text))),
        new Limits(gigabytes(root, "least_memory_gb", 4), gigabytes(root, "least_disk_gb", 50)));
  }

  private static CertificateSource certificates(YamlMapping root) {
    boolean certbot =
        switch (root.text("tls").orElse("own-ca")) {
          case "own-ca" -> false;
          case "certbot" -> true;
          default -> throw root.wrong("tls", "own-ca or certbot");
        };
    if (certbot && root.text("name").isEmpty()) {
      throw root.missing("name");
    }
    for (String key : List.of("certbot_email", "acme_server", "acme_ca_file")) {
      if (!certbot && root.text(key).isPresent()) {
        throw root.wrong(key, "'tls: certbot' beside it");
      }
    }
    return new CertificateSource(
        certbot,
        plain(root, "certbot_email"),
        root.text("acme_server").map(text -> url(root, "acme_server", text, "https")),
        plain(root, "acme_ca_file").map(Path::of));
  }

  private static String archive(YamlMapping root) {
    String archive = plain(root, "archive").orElse("/backup/monitoring");
    boolean absolute = archive.startsWith("/") || archive.startsWith("s3://");
    if (!absolute || archive.contains(" ")) {
      throw root.wrong("archive", "an absolute path or s3://bucket/prefix");
    }
    return archive;
  }

  private static Alerts alerts(YamlMapping alerts) {
    alerts.allow(ALERT_KEYS.toArray(new String[0]));
    return new Alerts(
        alerts.mapping("mail").map(InstallConfigReader::mail),
        alerts.text("webhook").map(text -> url(alerts, "webhook", text, "http", "https")),
        alerts.text("dead_man").map(text -> url(alerts, "dead_man", text, "http", "https")),
        alerts.text("dead_man_token_file").map(Path::of));
  }

  private static Mail mail(YamlMapping mail) {
    mail.allow(MAIL_KEYS.toArray(new String[0]));
    return new Mail(
        matching(mail, "server", HOST_AND_PORT, "HOST:PORT")
            .orElseThrow(() -> mail.missing("server")),
        required(mail, "from"),
        plain(mail, "user"),
        mail.text("password_file").map(Path::of),
        required(mail, "infrastructure"),
        required(mail, "data_science"),
        required(mail, "on_call"));
  }

  private static Ldap ldap(YamlMapping ldap) {
    ldap.allow(LDAP_KEYS.toArray(new String[0]));
    return new Ldap(
        url(ldap, "url", required(ldap, "url"), "ldap", "ldaps"),
        required(ldap, "bind_dn"),
        Path.of(required(ldap, "password_file")),
        ldap.text("ca_file").map(Path::of),
        required(ldap, "search_base"),
        plain(ldap, "search_filter").orElse("(uid=%s)"),
        required(ldap, "admins"),
        required(ldap, "editors"),
        required(ldap, "viewers"));
  }

  private static String required(YamlMapping mapping, String key) {
    return plain(mapping, key).orElseThrow(() -> mapping.missing(key));
  }

  private static Optional<String> plain(YamlMapping mapping, String key) {
    return matching(mapping, key, PLAIN, "text without quotes, backslashes and line breaks");
  }

  private static Optional<String> matching(
      YamlMapping mapping, String key, Pattern form, String expected) {
    return mapping
        .text(key)
        .map(
            text -> {
              if (!form.matcher(text).matches()) {
                throw mapping.wrong(key, expected);
              }
              return text;
            });
  }

  private static List<String> addresses(YamlMapping root, String key) {
    List<String> addresses = root.texts(key).orElse(List.of());
    if (!addresses.stream().allMatch(address -> HOST_AND_PORT.matcher(address).matches())) {
      throw root.wrong(key, "a list of HOST:PORT");
    }
    return addresses;
  }

  private static URI url(YamlMapping mapping, String key, String text, String... schemes) {
    try {
      URI url = new URI(text);
      if (url.getHost() != null
          && Set.of(schemes).contains(url.getScheme())
          && url.getUserInfo() == null
          && PLAIN.matcher(text).matches()) {
        return url;
      }
    } catch (URISyntaxException e) {
      // As with any other text that is no URL; the message must not show what may be a secret.
    }
    throw mapping.wrong(
        key, "a URL without credentials, " + String.join(":// or ", schemes) + "://");
  }

  private static long gigabytes(YamlMapping root, String key, int usual) {
    return root.text(key)
        .map(
            text -> {
              try {
                double number = Double.parseDouble(text);
                if (number >= 0 && number < 1e6) {
                  return Math.round(number * GIGABYTE);
                }
              } catch (NumberFormatException e) {
                // As with any other text that is no such number.
              }
              throw root.wrong(key, "a number of gigabytes");
            })
        .orElse(usual * GIGABYTE);
  }
}
