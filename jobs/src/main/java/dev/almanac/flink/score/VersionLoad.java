package dev.almanac.flink.score;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.flink.ForecastModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.VersionId;
import dev.almanac.series.Labels;
import dev.almanac.training.ArchivePaths;
import dev.almanac.training.CorruptModelFileException;
import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version on its way to its series: first those that it has models for, batch by batch, then
 * those that only versions before had.
 */
final class VersionLoad implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VersionLoad.class);

  /** Paths are renewed when a third of the shortest has passed: a try may fail, and another. */
  private static final int RENEWALS = 3;

  /** Where nothing could be expected of any series, the next backup may change that. */
  private static final long WITHOUT_PATHS = 3_600_000;

  private final Path folder;
  private final int version;
  private final ArchivePaths paths;
  private final Set<Labels> gone;
  private final long now;
  private long shortest = Long.MAX_VALUE;
  private int told;
  private boolean over;

  private VersionLoad(Path folder, int version, ArchivePaths paths, Set<Labels> gone, long now) {
    this.folder = folder;
    this.version = version;
    this.paths = paths;
    this.gone = gone;
    this.now = now;
  }

  /**
   * Copies the files of a version and reads which series it has.
   *
   * @param before the numbers of the versions of which series may have models
   */
  static VersionLoad begin(
      BlobStore store, ModelRegistry registry, ModelVersion version, Set<Integer> before, long now)
      throws IOException {
    Path folder = Files.createTempDirectory("almanac-models-");
    try {
      ModelFolder models = open(registry, version, folder.resolve("new"));
      Set<Labels> gone = new HashSet<>();
      for (int number : before) {
        if (number != version.number()) {
          VersionId old = new VersionId(version.model(), number);
          gone.addAll(fitted(registry, old, folder.resolve("old-" + number)));
        }
      }
      if (!gone.isEmpty()) {
        gone.removeAll(new HashSet<>(fitted(models)));
      }
      ArchivePaths paths =
          new ArchivePaths(store, new Catalog(store).resolve("latest"), models, now);
      return new VersionLoad(folder, version.number(), paths, gone, now);
    } catch (IOException | RuntimeException e) {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
      throw e;
    }
  }

  private static ModelFolder open(ModelRegistry registry, ModelVersion version, Path folder)
      throws IOException {
    registry.copy(version, folder);
    return ModelFolder.open(folder.resolve(ForecastModel.DATA));
  }

  /** The series of a version that was in use; a damaged one must not keep the next from use. */
  private static List<Labels> fitted(ModelRegistry registry, VersionId id, Path folder)
      throws IOException {
    try {
      Optional<ModelVersion> version = registry.find(id);
      return version.isPresent() ? fitted(open(registry, version.get(), folder)) : List.of();
    } catch (RegistryException | CorruptModelFileException e) {
      LOG.warn(
          "Series that only {} has a model for keep it until its forecasts end, for it cannot be"
              + " read: {}",
          id,
          e.getMessage());
      return List.of();
    }
  }

  private static List<Labels> fitted(ModelFolder models) {
    List<Labels> fitted = new ArrayList<>();
    for (SeriesSummary summary : models.summaries()) {
      if (summary.isFitted()) {
        fitted.add(summary.labels());
      }
    }
    return fitted;
  }

  /** Tells some more series; false where all have been told. */
  boolean next(Consumer<ModelUpdate> out) throws IOException {
    if (over) {
      return false;
    }
    List<ArchivePaths.SeriesPath> batch = paths.next();
    for (ArchivePaths.SeriesPath series : batch) {
      series.path().ifPresent(path -> shortest = Math.min(shortest, path.end() - now));
      Optional<LiveModel> model =
          series.path().map(path -> new LiveModel(version, series.digest(), series.kind(), path));
      out.accept(new ModelUpdate(series.labels(), model));
    }
    told += batch.size();
    if (batch.isEmpty()) {
      gone.forEach(labels -> out.accept(new ModelUpdate(labels, Optional.empty())));
      over = true;
    }
    return true;
  }

  /** Where the feed stands once all have been told. */
  FeedSplit position() {
    long wait = shortest == Long.MAX_VALUE ? WITHOUT_PATHS : Math.max(1, shortest / RENEWALS);
    return new FeedSplit(version, now + wait);
  }

  @Override
  public void close() {
    FileUtils.deleteDirectoryQuietly(folder.toFile());
  }

  @Override
  public String toString() {
    return told + " series, " + gone.size() + " without a model from now on";
  }
}
