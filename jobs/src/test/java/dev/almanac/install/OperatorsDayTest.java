package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.jobs.DailyBlocks;
import dev.almanac.prometheus.Await;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of whoever operates the monitoring, on a Debian of its own: from the installation to the
 * loss of all data, and back. Every service, timer, rule and script is the installed one.
 */
@Tag("needs-system")
class OperatorsDayTest {

  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final String NAME = "mon.company.test";
  private static final String APPLICATION = "127.0.0.1:9101";
  private static final String DATA = "/var/lib/prometheus/metrics2";

  /** Programs around the monitoring: an application to watch, and somebody to be told. */
  private static final String AROUND = "/srv/around";

  private static final String FAULT = AROUND + "/fault";
  private static final String TOLD = AROUND + "/told";

  private static final String CONFIG =
      """
      name: mon.company.test
      grafana: false
      ralph: ["127.0.0.1:9101"]
      ralph_health: http://127.0.0.1:9101/status/health
      alerts:
        webhook: http://127.0.0.1:9999/hook
      """;

  /** Panels that have nothing to show on this day, by the beginnings of their names. */
  private static final List<String> EMPTY =
      List.of(
          // Ralph is not there.
          "ralph-dcim.json: ",
          // How good a champion is, is known after the next training.
          "ml-insights.json: Error beside the seasonal naive",
          "ml-insights.json: Scaled errors",
          "ml-insights.json: Values within the band",
          // The machine has no network but itself.
          "system-overview.json: Received and sent",
          "system-overview.json: Packets lost or broken");

  private static final long SCRAPED = 15_000;
  private static final int DAYS_OF_HISTORY = 9;

  /** What the first queue of the application is scored and expected to be. */
  private static final String WATCHED = "{for=\"queue_length\", queue=\"deployment\"}";

  /** After so many samples with a model it is known how far it tends to be off. */
  private static final int LEARNED_FROM = 8;

  @TempDir private Path folder;
  private NspawnMachine machine;
  private InstalledPrometheus prometheus;
  private InstalledTimers timers;

  /** History ends here; the installed server's own samples come later. */
  private final long begin = System.currentTimeMillis() / SCRAPED * SCRAPED;

  /** The evening of some days ago: systemd's clock does not run ahead of the real one. */
  private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(3);

  @BeforeEach
  void boot() throws IOException {
    machine = NspawnMachine.bootAt(at(day, 12), folder.resolve("root"));
    prometheus = new InstalledPrometheus(machine);
    timers = new InstalledTimers(machine);
  }

  @AfterEach
  void powerOff() throws InterruptedException {
    if (machine != null) {
      machine.powerOff();
    }
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
  }

  @Test
  void endsWithTheDashboardsOfBeforeTheLoss() throws IOException {
    install();
    load();
    backUpAtEleven();
    trainAtOne();
    proveTheBackupAtThree();
    beToldOfAnAnomaly();

    Instant archived = Instant.now().minus(Duration.ofMinutes(1));
    backUpTheNextNight();
    Map<String, JsonNode> before = prometheus.panels(archived);
    assertThatAllButTheEmptyShowSomething(before);
    loseTheDataAndRestoreIt();

    assertThat(prometheus.panels(archived)).isEqualTo(before);
    backUpAsBefore();
  }

  private void install() throws IOException {
    machine.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "curl").orFail("");
    Files.writeString(machine.path("/root/install.yaml"), CONFIG);

    Ran run = machine.install("--config", "/root/install.yaml", "--wait", "15m");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("changes made").doesNotContain("NOT WELL");
  }

  /** Nine days of history, brought along as docs/operations.md says it, and from now on scrapes. */
  private void load() throws IOException {
    Files.createDirectories(machine.path(AROUND));
    start(AlertReceiver.class, "9999", TOLD);
    start(QueueExporter.class, "9101", FAULT);
    TreeMap<Labels, DailyBlocks.Value> series = new TreeMap<>();
    for (String queue : QueueExporter.QUEUES) {
      series.put(
          Labels.of(
              "__name__",
              QueueExporter.METRIC,
              "instance",
              APPLICATION,
              "job",
              "ralph",
              "queue",
              queue),
          QueueExporter::usual);
    }
    machine.run("systemctl", "stop", "prometheus", "ml-scoring").orFail("");
    machine.run("rm", "-rf", "/var/lib/almanac/watch").orFail("");
    DailyBlocks.write(machine.path(DATA), begin, DAYS_OF_HISTORY, SCRAPED, series);
    machine.run("chown", "-R", "prometheus:prometheus", DATA).orFail("");
    machine.run("systemctl", "start", "prometheus", "ml-scoring").orFail("");

    prometheus.awaitSome("up{job=\"ralph\"} == 1");
    prometheus.awaitSome("instance:node_cpu_utilisation:rate5m");
    prometheus.awaitSome("almanac_anomaly_score" + WATCHED);
    assertThat(
            prometheus.query(
                "count_over_time(queue_length{queue=\"mail\"}[%dd])".formatted(DAYS_OF_HISTORY)))
        .isNotEmpty()
        .allMatch(found -> found.at("/value/1").asInt() > (DAYS_OF_HISTORY - 1) * 5760);
  }

  /** As a service of the machine, whose folder of programs this test's classes are not in. */
  private void start(Class<?> program, String... words) throws IOException {
    String file = program.getName().replace('.', '/') + ".class";
    Path copy = machine.path(AROUND + "/" + file);
    Files.createDirectories(copy.getParent());
    Path compiled = Path.of(program.getProtectionDomain().getCodeSource().getLocation().getPath());
    Files.copy(compiled.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
    machine
        .run(
            Stream.concat(
                    Stream.of("systemd-run", "--quiet", "java", "-cp", AROUND, program.getName()),
                    Stream.of(words))
                .toArray(String[]::new))
        .orFail("");
  }

  private void backUpAtEleven() {
    assertThat(timers.calendar("backup")).isEqualTo("*-*-* 23:00:00 UTC");
    assertThat(machine.path("/backup/monitoring/backups")).doesNotExist();

    timers.haveItsWorkDone("backup", at(day, 23));

    assertThat(machine.path("/backup/monitoring/backups")).isNotEmptyDirectory();
    prometheus.awaitSome("almanac_backup_success == 1 and almanac_backup_complete == 1");
  }

  private void trainAtOne() {
    timers.haveItsWorkDone("train", at(day.plusDays(1), 1));

    prometheus.awaitSome("almanac_training_promoted == 1 and almanac_model_version == 1");
    assertThat(machine.run("/opt/almanac/almanac", "models", "list").out()).contains("champion");
    prometheus.awaitSome("almanac_forecast{horizon=\"1h\", for=\"queue_length\"}");
  }

  private void proveTheBackupAtThree() {
    timers.haveItsWorkDone("drill", at(day.plusDays(1), 3));

    prometheus.awaitSome("almanac_restore_drill_success == 1");
  }

  private void beToldOfAnAnomaly() throws IOException {
    prometheus.awaitSome(
        "count_over_time(almanac_forecast{horizon=\"1h\", for=\"queue_length\","
            + " queue=\"deployment\"}[30m]) >= "
            + LEARNED_FROM);
    assertThat(told()).noneMatch(one -> isOfTheQueue(one));

    Files.createFile(machine.path(FAULT));

    prometheus.awaitSome("almanac_anomaly_score" + WATCHED + " > 1");
    Await.until(
        "the webhook is told of the anomaly",
        PATIENCE,
        () -> told().stream().anyMatch(one -> isOfTheQueue(one)));
    JsonNode message = told().stream().filter(one -> isOfTheQueue(one)).findFirst().orElseThrow();
    assertThat(message.path("receiver").asText()).isEqualTo("data-science");
    assertThat(message.path("status").asText()).isEqualTo("firing");
    assertThat(message.at("/commonAnnotations/runbook_url").asText())
        .isEqualTo("https://" + NAME + "/runbooks/AnomalyDetected.md");
    assertThat(machine.path("/opt/almanac/docs/runbooks/AnomalyDetected.md")).exists();
  }

  /** What the webhook was told until now. */
  private List<JsonNode> told() {
    Path told = machine.path(TOLD);
    return Files.exists(told) ? Json.lines(told) : List.of();
  }

  private static boolean isOfTheQueue(JsonNode message) {
    for (JsonNode alert : message.path("alerts")) {
      JsonNode labels = alert.path("labels");
      if (labels.path("alertname").asText().equals("AnomalyDetected")
          && labels.path("for").asText().equals(QueueExporter.METRIC)
          && labels.path("instance").asText().equals(APPLICATION)) {
        return true;
      }
    }
    return false;
  }

  private void backUpTheNextNight() {
    timers.haveItsWorkDone("backup", at(day.plusDays(1), 23));

    prometheus.awaitSome("almanac_backup_new_samples < almanac_backup_samples");
  }

  /** As docs/operations.md says it. */
  private void loseTheDataAndRestoreIt() {
    machine.run("systemctl", "stop", "prometheus", "ml-scoring").orFail("");
    machine.run("rm", "-r", DATA).orFail("");

    Ran whole = machine.run("/opt/almanac/almanac", "verify", "latest");
    Ran restored = machine.run("/opt/almanac/restore.sh", "latest");
    Ran verified = machine.run("/opt/almanac/verify_restore.sh");

    assertThat(whole.exit()).as(whole.out()).isZero();
    assertThat(restored.exit()).as(restored.out()).isZero();
    assertThat(verified.exit()).as(verified.out()).isZero();
    assertThat(verified.out()).contains("is what was archived");
    machine.run("systemctl", "start", "prometheus", "ml-scoring").orFail("");
    prometheus.awaitSome("up{job=\"prometheus\"} == 1");
  }

  private void backUpAsBefore() {
    Ran run = machine.run("systemctl", "start", "almanac-backup.service");

    assertThat(run.ok()).as(timers.journal("backup")).isTrue();
    assertThat(timers.property("almanac-backup.service", "ExecMainStatus")).isEqualTo("0");
  }

  private static void assertThatAllButTheEmptyShowSomething(Map<String, JsonNode> panels) {
    panels.forEach(
        (panel, answer) -> {
          if (EMPTY.stream().noneMatch(panel::startsWith)) {
            assertThat(answer).as(panel).isNotEmpty();
          }
        });
  }
}
