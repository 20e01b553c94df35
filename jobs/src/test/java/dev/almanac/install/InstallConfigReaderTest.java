package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.config.ConfigException;
import dev.almanac.config.LogLevel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallConfigReaderTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "install.md");

  private static InstallConfig read(String yaml) {
    return InstallConfigReader.parse(yaml, "install.yaml", "ralph-mon");
  }

  @Test
  void everyKeyMayBeLeftOut() {
    InstallConfig config = read("");

    assertThat(config.name()).isEqualTo("ralph-mon");
    assertThat(config.certificates().certbot()).isFalse();
    assertThat(config.archive()).isEqualTo("/backup/monitoring");
    assertThat(config.retention()).isEqualTo(Duration.ofDays(90));
    assertThat(config.grafana().wanted()).isTrue();
    assertThat(config.alerts().delivered()).isFalse();
    assertThat(config.logLevel()).isEmpty();
    assertThat(config.limits().memory()).isEqualTo(4_000_000_000L);
    assertThat(config.limits().disk()).isEqualTo(50_000_000_000L);
  }

  @Test
  void takesWhatIsThere() {
    InstallConfig config =
        read(
            """
            name: monitoring.company.net
            archive: s3://backups/ralph
            retention: 30d
            ralph: ["10.0.0.1:8000", "10.0.0.2:8000"]
            grafana: false
            alerts:
              webhook: https://chat.company.net/hook
            log_level: debug
            least_memory_gb: 1.5
            """);

    assertThat(config.name()).isEqualTo("monitoring.company.net");
    assertThat(config.archiveIsFolder()).isFalse();
    assertThat(config.ralph()).containsExactly("10.0.0.1:8000", "10.0.0.2:8000");
    assertThat(config.alerts().webhook()).contains(URI.create("https://chat.company.net/hook"));
    assertThat(config.logLevel()).contains(LogLevel.DEBUG);
    assertThat(config.limits().memory()).isEqualTo(1_500_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "surprise: 1                       | :1: unknown key \"surprise\"; known keys are name",
        "alerts: {mial: x}                 | :1: unknown key \"alerts.mial\"",
        "name: a b                         | :1: expected a name such as",
        "name: -x                          | :1: expected a name such as",
        "name: 'x\";y'                     | :1: expected a name such as",
        "tls: maybe                        | :1: expected own-ca or certbot in \"tls\"",
        "tls: certbot                      | :1: \"name\" is missing",
        "acme_server: https://ca/dir       | :1: expected 'tls: certbot' beside it in",
        "acme_ca_file: /root/ca.pem        | :1: expected 'tls: certbot' beside it in",
        "{tls: certbot, name: x, acme_server: 'http://ca'} | :1: expected a URL without"
            + " credentials",
        "archive: backup                   | :1: expected an absolute path or s3://",
        "retention: soon                   | :1: \"retention\": expected a length of time",
        "ralph: [\"10.0.0.1\"]             | :1: expected a list of HOST:PORT in \"ralph\"",
        "nodes: 10.0.0.1:9100              | :1: expected a list in \"nodes\"",
        "grafana: perhaps                  | :1: expected true or false in \"grafana\"",
        "grafana_repository: apt.x         | :1: expected a URL without credentials",
        "alerts: {webhook: 'ftp://x/'}     | :1: expected a URL without credentials",
        "alerts: {webhook: 'http://a:b@x'} | :1: expected a URL without credentials",
        "alerts: {mail: {server: x}}       | :1: expected HOST:PORT in \"alerts.mail.server\"",
        "alerts: {mail: {server: 'x:25'}}  | :1: \"alerts.mail.from\" is missing",
        "ldap: {url: 'http://x'}           | :1: expected a URL without credentials, ldap://",
        "ldap: {url: 'ldaps://x'}          | :1: \"ldap.bind_dn\" is missing",
        "operator: 'a:b'                   | :1: expected a short name of letters",
        "log_level: loud                   | :1: \"log_level\": expected one of ERROR, WARN, INFO,"
            + " DEBUG, found \"loud\"",
        "least_disk_gb: much               | :1: expected a number of gigabytes",
        "least_disk_gb: -1                 | :1: expected a number of gigabytes",
        "least_disk_gb: NaN                | :1: expected a number of gigabytes"
      })
  void refusesWhatItDoesNotKnowWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("install.yaml" + message);
  }

  /** The reference of the keys, and what is read, are the same. */
  @Test
  void theDocumentHasARowForEachKeyAndForNoOther() throws IOException {
    List<String> rows =
        Pattern.compile("^\\| `([a-z_.]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();

    List<String> keys =
        Stream.of(
                InstallConfigReader.KEYS.stream()
                    .filter(key -> !List.of("alerts", "ldap").contains(key)),
                InstallConfigReader.ALERT_KEYS.stream()
                    .filter(key -> !key.equals("mail"))
                    .map(key -> "alerts." + key),
                InstallConfigReader.MAIL_KEYS.stream().map(key -> "alerts.mail." + key),
                InstallConfigReader.LDAP_KEYS.stream().map(key -> "ldap." + key))
            .flatMap(names -> names)
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(keys);
  }
}
