package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.BackupConfig.Configuration;
import dev.almanac.backup.BackupConfig.Grafana;
import dev.almanac.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupConfigReaderTest {

  private static BackupConfig parse(String yaml) {
    return BackupConfigReader.parse(yaml, "backup.yaml");
  }

  private static void refuses(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "{}"})
  void hasADefaultForEverything(String yaml) {
    assertThat(parse(yaml))
        .isEqualTo(
            new BackupConfig(
                Optional.empty(),
                Optional.empty(),
                new Grafana(Optional.empty(), Optional.empty(), false, Optional.empty()),
                new Configuration(Optional.empty(), List.of(), Optional.empty()),
                Optional.empty()));
  }

  @Test
  void takesEveryProperty() {
    BackupConfig config =
        parse(
            """
            prometheus: http://127.0.0.1:9090
            archive: s3://backups/prometheus
            grafana:
              url: https://grafana.example.org/sub
              token_file: /etc/almanac/grafana.token
              datasources: true
              provisioning: /var/lib/grafana/dashboards
            configuration:
              include: [/etc/prometheus, '/etc/default/prometheus*']
              exclude: ['*.bak']
              encrypt_with: /etc/almanac/backup.key
            models: /var/lib/almanac/models
            """);

    assertThat(config)
        .isEqualTo(
            new BackupConfig(
                Optional.of("http://127.0.0.1:9090"),
                Optional.of("s3://backups/prometheus"),
                new Grafana(
                    Optional.of(URI.create("https://grafana.example.org/sub")),
                    Optional.of(Path.of("/etc/almanac/grafana.token")),
                    true,
                    Optional.of(Path.of("/var/lib/grafana/dashboards"))),
                new Configuration(
                    Optional.of(List.of("/etc/prometheus", "/etc/default/prometheus*")),
                    List.of("*.bak"),
                    Optional.of(Path.of("/etc/almanac/backup.key"))),
                Optional.of(Path.of("/var/lib/almanac/models"))));
  }

  @Test
  void putsTheKeyOfTheCommandLineInPlaceOfTheConfiguredOne() {
    assertThat(parse("configuration: {encrypt_with: a}").encryptedWith(Path.of("b")))
        .isEqualTo(parse("configuration: {encrypt_with: b}"));
  }

  @Test
  void refusesAnUnknownKeyByNameAndLine() {
    refuses(
        "archive: x\npromteheus: y\n",
        "backup.yaml:2: unknown key \"promteheus\"; known keys are prometheus, archive, grafana,"
            + " configuration, models");
    refuses(
        "grafana:\n  url: http://g\n  token: glsa_x\n",
        "backup.yaml:3: unknown key \"grafana.token\"; known keys of grafana are url, token_file,"
            + " datasources, provisioning");
    refuses(
        "configuration:\n  includes: []\n",
        "backup.yaml:2: unknown key \"configuration.includes\"; known keys of configuration are"
            + " include, exclude, encrypt_with");
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    refuses("archive: a\narchive: b\n", "backup.yaml:2: \"archive\" is there twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "archive: [a]|text in \"archive\", found a list",
        "archive:|text in \"archive\", found nothing",
        "prometheus: {a: b}|text in \"prometheus\", found a mapping",
        "models: ''|text in \"models\", found something else",
        "grafana: x|a mapping of keys to values in \"grafana\", found something else",
        "grafana: {datasources: 1}|true or false in \"grafana.datasources\", found something else",
        "grafana: {token_file: []}|text in \"grafana.token_file\", found a list",
        "grafana: {provisioning: []}|text in \"grafana.provisioning\", found a list",
        "configuration: {include: /etc}|a list in \"configuration.include\", found something else",
        "configuration: {exclude: [[a]]}|text in \"configuration.exclude\", found a list",
        "configuration: {encrypt_with: []}|text in \"configuration.encrypt_with\", found a list",
        "- a|a mapping of keys to values in \"the document\", found a list",
      })
  void saysWhatWasExpectedAndWhatWasFound(String yaml, String message) {
    refuses(yaml, "backup.yaml:1: expected " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://g",
        "g:3000",
        "http://user:hunter2@g",
        "http://g?x=1",
        "http://",
        "'http://a b'"
      })
  void refusesAUrlThatIsNoneOrHoldsAPasswordAndDoesNotShowIt(String url) {
    assertThatThrownBy(
            () -> parse("grafana: {url: " + (url.startsWith("'") ? url : "'" + url + "'") + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("backup.yaml:1: expected the URL of a Grafana")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void namesTheLineOfWhatIsNoYaml() {
    assertThatThrownBy(() -> parse("archive: x\ngrafana: {url\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("backup.yaml:3: not YAML: ");
  }
}
