package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.flink.replay.PastModels;
import dev.almanac.flink.replay.ReplayPlan;
import dev.almanac.flink.replay.SeriesReplay;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.Registry;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An archive as nights with Almanac make it: four weeks of {@link ShopHistory} from which two
 * versions were learned, and four days since, which were scored by the champion and archived with
 * their scores.
 */
final class WatchedShop {

  private static final int LEARNED = 28;

  private static final String SETTINGS =
      """
      step: 15m
      horizon: 24h
      holdout: 4d
      group_by: [job]
      """;

  private final Path folder;
  private final Path archive;
  private final ShopHistory history = new ShopHistory();

  private WatchedShop(Path folder) {
    this.folder = folder;
    archive = folder.resolve("archive");
  }

  /** Makes it, and says where it is. */
  static Path in(Path folder) throws IOException {
    WatchedShop shop = new WatchedShop(folder);
    shop.backup(LEARNED, Map.of());
    shop.train("daily", SETTINGS + "seasons: [1d]\n");
    shop.train("found", SETTINGS);
    shop.backup(ShopHistory.DAYS, Map.of());
    shop.backup(ShopHistory.DAYS, shop.scores());
    return shop.archive;
  }

  private void backup(int days, Map<Labels, List<Run>> more) throws IOException {
    Map<Labels, List<Run>> series = new TreeMap<>(history.until(days));
    series.putAll(more);
    Path snapshot = Files.createTempDirectory(folder, "snapshot-");
    TestArchive.block(snapshot, series);
    SerialBackup.of(snapshot, archive);
  }

  private void train(String name, String settings) throws IOException {
    Path config = Files.writeString(folder.resolve(name + ".yaml"), settings);
    CommandRun run =
        CommandRun.of("train", "--archive", archive.toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  /** What {@code almanac watch} would have written of the days since. */
  private Map<Labels, List<Run>> scores() throws IOException {
    long begin = ShopHistory.BEGIN + Duration.ofDays(LEARNED).toMillis();
    long end = ShopHistory.BEGIN + Duration.ofDays(ShopHistory.DAYS).toMillis();
    Map<Labels, List<Run>> scores = new TreeMap<>();
    try (BlobStore store = BlobStores.open(archive.toString())) {
      PastModels champion =
          new PastModelFiles(store, new Registry(store), "metrics", folder)
              .always(ModelRegistry.CHAMPION, new TimeRange(begin, end));
      for (Labels series : history.until(1).keySet()) {
        ReplayPlan plan =
            ReplayPlan.of(
                archive.toString(),
                new Catalog(store).resolve("latest"),
                series.toString(),
                ScoreConfig.DEFAULT,
                champion,
                Duration.ofDays(7),
                new TimeRange(begin, end));
        SeriesReplay replay = SeriesReplay.of(plan, samples -> {}).orElseThrow();
        replay
            .written()
            .forEach(
                (kind, points) ->
                    scores.put(kind.of(series), ShopHistory.runs(points.times(), points.values())));
      }
    }
    return scores;
  }
}
