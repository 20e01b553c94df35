package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.S3Server;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning from an archive in a bucket of a real S3-compatible server, and forecasting from it. */
class S3TrainTest {

  private static final String ROOT = "s3://almanac/prometheus";

  private static S3Server server;
  private static String folder;
  private static Path config;
  private static CommandRun trained;

  @BeforeAll
  static void train(@TempDir Path scratch) throws IOException {
    server = S3Server.start().asDefault();
    server.createBucket("almanac");
    config = Files.writeString(scratch.resolve("training.yaml"), TrainedArchive.CONFIG);
    Path snapshot = TrainedArchive.snapshot(scratch, 8, 1);
    folder = scratch.resolve("archive").toString();
    TrainedArchive.archive(snapshot, folder);
    TrainedArchive.archive(snapshot, ROOT);
    assertThat(train(folder).exit()).isEqualTo(ExitCode.DONE);
    trained = train(ROOT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandRun train(String root) {
    return CommandRun.of("train", "--archive", root, "--config", config.toString(), "--json");
  }

  private static CommandRun in(String root, String words) {
    return CommandRun.of(
        Stream.concat(Stream.of(words.split(" ")), Stream.of("--archive", root))
            .toArray(String[]::new));
  }

  private static List<ModelFile> models(String root) {
    try (BlobStore store = BlobStores.open(root)) {
      return new Registry(store)
          .versions("metrics").get(0).files().stream()
              .filter(file -> file.name().startsWith("data/"))
              .toList();
    }
  }

  @Test
  void learnsTheSameModelsAsFromAFolder() {
    assertThat(trained.exit()).as(trained.out() + trained.err()).isEqualTo(ExitCode.DONE);
    assertThat(trained.json().path("fitted").asInt()).isEqualTo(TrainedArchive.SERIES);
    assertThat(trained.json().path("promoted").asBoolean()).isTrue();
    assertThat(models(ROOT)).hasSizeGreaterThan(1).isEqualTo(models(folder));
  }

  @Test
  void forecastsTheSame() {
    String words = "forecast --series cpu_utilisation_percent --horizon 6h --json";

    CommandRun run = in(ROOT, words);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json()).hasSize(6).isEqualTo(in(folder, words).json());
  }

  @Test
  void promotesAndRollsBack() {
    assertThat(train(ROOT).exit()).isEqualTo(ExitCode.DONE);

    CommandRun back = in(ROOT, "models rollback metrics");

    assertThat(back.exit()).as(back.out() + back.err()).isEqualTo(ExitCode.DONE);
    JsonNode models = in(ROOT, "models list --json").json();
    assertThat(models.toString()).contains("\"champion\"");
    CommandRun forecast = in(ROOT, "forecast --series cpu_utilisation_percent --horizon 1h --json");
    assertThat(forecast.exit()).as(forecast.err()).isEqualTo(ExitCode.DONE);
    assertThat(in(ROOT, "models verify").exit()).isEqualTo(ExitCode.DONE);
  }
}
