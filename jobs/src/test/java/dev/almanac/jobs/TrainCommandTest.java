package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.ArchiveListing;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.LoopbackPort;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  @TempDir private static Path scratch;
  private static Path pristine;

  @TempDir private Path temp;
  private Path root;
  private Path config;

  @BeforeAll
  static void archive() throws IOException {
    pristine = TrainedArchive.archive(scratch, 8);
  }

  @BeforeEach
  void copy() throws IOException {
    root = temp.resolve("archive");
    FileUtils.copy(
        new org.apache.flink.core.fs.Path(pristine.toUri()),
        new org.apache.flink.core.fs.Path(root.toUri()),
        false);
    config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);
  }

  private CommandRun train(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--archive", root.toString(), "--config", config.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(new String[0]));
  }

  private Path textfile() {
    return temp.resolve("train.prom");
  }

  private List<ModelVersion> versions() {
    try (BlobStore store = BlobStores.open(root.toString())) {
      return new Registry(store).versions("metrics");
    }
  }

  @Test
  void makesTheFirstModelThatBeatsTheSeasonalNaiveChampion() throws IOException {
    CommandRun run = train("--json", "--textfile", textfile().toString());

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    JsonNode report = run.json();
    assertThat(report.path("fitted").asInt()).isEqualTo(TrainedArchive.SERIES);
    assertThat(report.path("promoted").asBoolean()).isTrue();
    assertThat(report.path("relative_error_median").asDouble()).isBetween(0.0, 1.0);
    assertThat(Files.readString(textfile()))
        .contains(
            "\nalmanac_training_failures_total 0.0\n",
            "\nalmanac_training_success 1.0\n",
            "\nalmanac_training_series_fitted 20.0\n",
            "\nalmanac_model_version 1.0\n");
    ModelVersion version = versions().get(0);
    assertThat(version.lineage().backups()).containsExactly(TrainedArchive.newest(root).id());
    assertThat(version.lineage().configuration()).containsEntry("series[1].step", "1h");
    assertThat(version.files())
        .extracting(file -> file.name())
        .contains("metadata")
        .anyMatch(name -> name.matches("data/series-[1-8]-of-8\\.models"));
  }

  @Test
  void asksAServerWhatItsMetricsAre() {
    try (PrometheusServer server = PrometheusServer.start(temp.resolve("prometheus"), "")) {
      server.scrape("self", server.address());
      Await.until(
          "it was scraped", Duration.ofMinutes(2), () -> !server.query("go_goroutines").isEmpty());

      CommandRun run = train("--prometheus", server.url());

      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
      assertThat(versions().get(0).lineage().configuration().get("metadata"))
          .matches("\\d{3} metrics, CRC-32C .*");
    }
  }

  @Test
  void learnsNothingWhereTheServerThatItIsToAskIsAway() {
    CommandRun run = train("--prometheus", "http://127.0.0.1:" + LoopbackPort.free());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("/api/v1/metadata", "is the server running there?");
    assertThat(versions()).isEmpty();
  }

  @Test
  void tellsPeopleWhatCameOfIt() {
    CommandRun run = train();

    assertThat(run.out())
        .contains(
            "Trained metrics v1 from backup ",
            "20 series learned",
            "group  series",
            "best series",
            "worst series",
            "metrics v1 is champion now");
  }

  @Test
  void comparesASecondTrainingOfTheSameNightFairly() {
    train();

    CommandRun again = train("--json");

    // Nothing is new, so it is exactly as good as the champion was on the same hold-out.
    assertThat(again.json().path("champion").asInt()).isEqualTo(1);
    assertThat(again.json().path("promoted").asBoolean()).isTrue();
  }

  @Test
  void recordsHowTheChampionDidOnTheDaysSince() throws IOException {
    train();
    TrainedArchive.archive(temp, 10);

    CommandRun next = train("--json", "--textfile", textfile().toString());

    assertThat(next.json().path("champion").asInt()).isEqualTo(1);
    assertThat(Files.readString(textfile()))
        .contains("\nalmanac_model_evaluated_series 20.0\n")
        .containsPattern("\nalmanac_model_owa 0\\.[0-9]+\n")
        .containsPattern("\nalmanac_model_coverage 0\\.[0-9]+\n");
    try (BlobStore store = BlobStores.open(root.toString())) {
      Registry registry = new Registry(store);
      List<GateReport> reports = registry.reports(versions().get(1).id());
      assertThat(reports)
          .singleElement()
          .satisfies(
              report ->
                  assertThat(report.checks())
                      .anySatisfy(check -> assertThat(check.champion()).isPositive()));
    }
  }

  @Test
  void publishesNothingOnADryRun() throws IOException {
    SortedMap<String, String> before = ArchiveListing.of(root);

    CommandRun run = train("--dry-run", "--textfile", textfile().toString());

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("Dry run: trained", "Nothing was published.");
    assertThat(ArchiveListing.of(root)).isEqualTo(before);
    assertThat(textfile()).doesNotExist();
  }

  @Test
  void changesNoModelWhereNothingIsLearnedAndRecordsAndCountsTheFailure() throws IOException {
    Files.writeString(config, "series: [{match: nothing_of_this_name}]");
    SortedMap<String, String> before = ArchiveListing.ofData(root);

    train("--textfile", textfile().toString());
    CommandRun run = train("--textfile", textfile().toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("nothing was learned", "no series is selected");
    SortedMap<String, String> after = ArchiveListing.ofData(root);
    after.keySet().removeIf(file -> file.startsWith("registry/failures/metrics/"));
    assertThat(after).isEqualTo(before);
    try (BlobStore store = BlobStores.open(root.toString())) {
      assertThat(new Registry(store).failures("metrics"))
          .hasSize(2)
          .allMatch(failure -> failure.reason().contains("no series is selected"));
    }
    assertThat(Files.readString(textfile()))
        .contains("\nalmanac_training_failures_total 2.0\n", "\nalmanac_training_success 0.0\n");
  }

  @Test
  void keepsWhatIsKnownOfTheChampionWhereATrainingFails() throws IOException {
    train("--textfile", textfile().toString());
    Files.writeString(config, "window: soon");

    CommandRun run = train("--textfile", textfile().toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("training.yaml:1");
    assertThat(Files.readString(textfile()))
        .contains("\nalmanac_training_failures_total 1.0\n", "\nalmanac_model_version 1.0\n");
    assertThat(versions()).hasSize(1);
  }

  @Test
  void failsOnADamagedArchiveAndChangesNoModel() throws IOException {
    Path samples;
    try (var files = Files.walk(root.resolve("samples"))) {
      samples = files.filter(Files::isRegularFile).sorted().skip(2).findFirst().orElseThrow();
    }
    samples.toFile().setWritable(true);
    byte[] bytes = Files.readAllBytes(samples);
    bytes[bytes.length / 3] ^= 1;
    Files.write(samples, bytes);

    CommandRun run = train();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("samples/day=");
    assertThat(versions()).isEmpty();
  }
}
