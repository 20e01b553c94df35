package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.component.GrafanaFake;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {

  @TempDir Path folder;
  private final GrafanaFake grafana = new GrafanaFake().dashboard("node", "{\"title\": \"Node\"}");
  private Path config;

  @BeforeEach
  void makeSnapshotAndConfiguration() throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(2_000, 10), samples -> {});
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Files.writeString(etc.resolve("prometheus.yml"), "global: {}\n");
    Files.writeString(etc.resolve("web.key"), "k\n");
    config =
        Files.writeString(
            folder.resolve("backup.yaml"),
            """
            prometheus: %1$s/snapshot
            archive: %1$s/archive
            grafana: {url: '%2$s'}
            configuration: {include: ['%1$s/etc']}
            """
                .formatted(folder, grafana.url()));
  }

  @AfterEach
  void stop() {
    grafana.close();
  }

  private CommandRun backup(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "backup";
    args[1] = "--config";
    args[2] = config.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return CommandRun.of(Map.of("GRAFANA_TOKEN", GrafanaFake.TOKEN), "", args);
  }

  @Test
  void backsUpDataAndComponentsAndShowsThem() {
    CommandRun run = backup();

    assertThat(run.err()).doesNotContain("missing");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("Archived backup ")
        .containsPattern("dashboards/grafana +stored +2")
        .containsPattern("configuration/files +stored +1")
        .containsPattern("models/registry +there is none")
        .contains("left out of configuration/files: " + folder + "/etc/web.key named like a key");
    CommandRun inspected = CommandRun.of("inspect", "--archive", folder + "/archive");
    assertThat(inspected.out())
        .containsPattern("configuration/files +1")
        .containsPattern("dashboards/grafana +2");
  }

  @Test
  void changesNothingTheSecondTime() {
    backup();

    CommandRun again = backup();

    assertThat(again.out())
        .startsWith("Already archived: backup ")
        .containsPattern("dashboards/grafana +unchanged");
    assertThat(again.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void keepsTheDataAndAnswersNoWhereGrafanaIsDown() {
    grafana.close();

    CommandRun run = backup("--json");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    JsonNode dashboards = run.json().path("components").get(0);
    assertThat(dashboards.path("state").asText()).isEqualTo("missing");
    assertThat(dashboards.path("problems").get(0).asText()).contains("no Grafana answers at");
    CommandRun inspected = CommandRun.of("inspect", "--json", "--archive", folder + "/archive");
    assertThat(inspected.json().path("samples").asLong()).isPositive();
    assertThat(inspected.json().path("source").path("losses").toString())
        .contains("component dashboards/grafana is missing");
    assertThat(inspected.json().path("components")).hasSize(1);
    assertThat(inspected.json().path("file_list").get(0).path("day").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d");
  }

  @Test
  void makesAWholeBackupOfTheSameSnapshotWhenGrafanaIsBack() {
    grafana.failing("/api/search", 500);
    CommandRun without = backup("--json");
    grafana.mended("/api/search");

    CommandRun with = backup("--json");

    assertThat(without.exit()).isEqualTo(ExitCode.NO);
    assertThat(with.exit()).isEqualTo(ExitCode.DONE);
    assertThat(with.json().path("id")).isNotEqualTo(without.json().path("id"));
    assertThat(with.json().path("new_bytes").asLong()).isZero();
  }

  @Test
  void namesTheComponentThatFailsToAPerson() {
    grafana.failing("/api/search", 401);

    assertThat(backup().err()).contains("almanac: component dashboards/grafana is missing: ");
  }

  @Test
  void encryptsWithTheKeyOfTheCommandLine() throws IOException {
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    CommandRun run = backup("--json", "--encrypt-with", key.toString());

    JsonNode configuration = run.json().path("components").get(1);
    assertThat(configuration.path("encrypted").asBoolean()).isTrue();
    assertThat(configuration.path("files").asInt()).isEqualTo(2);
  }

  private String metrics() throws IOException {
    return Files.readString(folder.resolve("backup.prom"));
  }

  @Test
  void publishesABackupThatIsWhole() throws IOException {
    CommandRun run = backup("--json", "--textfile", folder + "/backup.prom");

    assertThat(metrics())
        .contains("almanac_backup_success 1.0\n", "almanac_backup_complete 1.0\n")
        .contains("almanac_backup_failures_total 0.0\n")
        .contains("almanac_backup_samples %s\n".formatted(run.json().path("samples").asDouble()))
        .containsPattern("almanac_backup_new_bytes [1-9]")
        .containsPattern("almanac_backup_duration_seconds [0-9.]+\n");
  }

  @Test
  void publishesThatAComponentIsMissing() throws IOException {
    grafana.close();

    backup("--textfile", folder + "/backup.prom");

    assertThat(metrics()).contains("almanac_backup_success 1.0\n", "almanac_backup_complete 0.0\n");
  }

  @Test
  void countsABackupThatFailedAndKeepsWhenOneLastSucceeded() throws IOException {
    backup("--textfile", folder + "/backup.prom");
    String success = line("almanac_backup_last_success_timestamp_seconds");

    CommandRun run = backup("--textfile", folder + "/backup.prom", "--from", folder + "/none");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(metrics())
        .contains("almanac_backup_success 0.0\n", "almanac_backup_failures_total 1.0\n")
        .contains(success + "\n");
  }

  private String line(String metric) throws IOException {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatIsMissingWhereNoPrometheusIsNamed() {
    CommandRun run = CommandRun.of("backup", "--archive", folder + "/archive");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("name a Prometheus in backup.yaml, or give --from");
  }

  @Test
  void refusesAConfigurationWithAnUnknownKey() throws IOException {
    Files.writeString(config, "archve: x\n");

    CommandRun run = backup();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("backup.yaml:1: unknown key \"archve\"");
  }
}
