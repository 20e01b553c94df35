package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.training.SeriesSettings;
import dev.almanac.training.TrainingConfig;
import dev.almanac.training.TrainingRule;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Archives to learn from, small enough for a test. */
final class TrainedArchive {

  static final int SERIES = 20;

  private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");

  /** Hourly steps, so that few of them make a week. */
  static final String CONFIG =
      """
      step: 1h
      horizon: 12h
      seasons: [1d]
      window: 7d
      minimum_history: 2d
      holdout: 1d
      """;

  private TrainedArchive() {}

  /** So many days of a generated fleet, scraped every five minutes, as one backup. */
  static Path archive(Path folder, int days) throws IOException {
    return archive(folder, days, 1);
  }

  /** The same, with a champion that has learned it by {@link #CONFIG}. */
  static Path learned(Path folder, int days) throws IOException {
    Path root = archive(folder, days);
    Path config = Files.writeString(folder.resolve("training.yaml"), CONFIG);
    CommandRun run =
        CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return root;
  }

  static Path archive(Path folder, int days, long seed) throws IOException {
    return archive(folder, days, seed, START);
  }

  static Path archive(Path folder, int days, long seed, Instant start) throws IOException {
    Path root = folder.resolve("archive");
    archive(snapshot(folder, SERIES, days, seed, start), root.toString());
    return root;
  }

  static void archive(Path snapshot, String root) {
    CommandRun run = CommandRun.of("archive", "--from", snapshot.toString(), "--archive", root);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  static Path snapshot(Path folder, int days, long seed) throws IOException {
    return snapshot(folder, SERIES, days, seed, START);
  }

  /** More series than the others have, for what is to take a while. */
  static Path snapshotOf(Path folder, int series, int days) throws IOException {
    return snapshot(folder, series, days, 1, START);
  }

  private static Path snapshot(Path folder, int series, int days, long seed, Instant start)
      throws IOException {
    Path snapshot = Files.createDirectories(folder.resolve("snapshot-" + days));
    GeneratedSnapshot.write(
        snapshot,
        new SnapshotSpec(
            288L * series * days, series, start, Duration.ofMinutes(5), Duration.ofDays(1), seed),
        samples -> {});
    return snapshot;
  }

  /** The files of the champion's models. */
  static List<String> digestsOfModels(Path root) {
    List<String> digests = new ArrayList<>();
    JsonNode files =
        CommandRun.of(
                "models", "show", "metrics", "champion", "--archive", root.toString(), "--json")
            .json()
            .path("files");
    for (JsonNode file : files) {
      // Flink ML's metadata say when they were written.
      if (file.path("name").asText().startsWith("data/")) {
        digests.add(file.path("name").asText() + " " + file.path("sha256").asText());
      }
    }
    return digests;
  }

  static Manifest newest(Path root) {
    try (BlobStore store = BlobStores.open(root.toString())) {
      return new Catalog(store).resolve("latest");
    }
  }

  /** {@link #CONFIG} as an object, with rules of different settings. */
  static TrainingConfig config() {
    SeriesSettings settings =
        new SeriesSettings(
            Duration.ofHours(1),
            Duration.ofHours(12),
            List.of(Duration.ofDays(1)),
            Duration.ofDays(2),
            ZoneOffset.UTC,
            null);
    SeriesSettings finer =
        new SeriesSettings(
            Duration.ofMinutes(30),
            Duration.ofHours(6),
            List.of(),
            Duration.ofDays(2),
            ZoneOffset.UTC,
            null);
    return new TrainingConfig(
        "metrics",
        Duration.ofDays(7),
        Duration.ofDays(1),
        List.of("job"),
        List.of(
            new TrainingRule("{__name__=~\".*_bytes\"}", true, null, settings),
            new TrainingRule("{__name__=~\".*_percent\"}", false, SampleKind.GAUGE, finer),
            new TrainingRule("{job=\"node\"}", false, null, settings)),
        Map.of());
  }
}
