package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.ForecastModel;
import dev.almanac.flink.replay.PastModels;
import dev.almanac.registry.AliasMove;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.VersionId;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds which models were in use when, and copies their files. */
final class PastModelFiles {

  private static final long DAY = Duration.ofDays(1).toMillis();

  /** When backups are made unless something else is set up: 23:00 UTC. */
  private static final long NIGHT = Duration.ofHours(23).toMillis();

  private final ModelRegistry registry;
  private final Catalog catalog;
  private final String model;
  private final Path folder;
  private final List<String> missing = new ArrayList<>();

  /**
   * @param store the archive
   * @param registry where the models are
   * @param model their name
   * @param folder where the files are copied to
   */
  PastModelFiles(BlobStore store, ModelRegistry registry, String model, Path folder) {
    this.registry = registry;
    catalog = new Catalog(store);
    this.model = model;
    this.folder = folder;
  }

  /** The champion of each time, and the newest backup of each time. */
  PastModels champions(TimeRange time) throws IOException {
    List<AliasMove> moves = registry.history(model, ModelRegistry.CHAMPION);
    List<Manifest> backups = catalog.backups();
    SortedSet<Long> changes = new TreeSet<>();
    moves.forEach(move -> changes.add(move.at().toEpochMilli()));
    backups.forEach(backup -> changes.add(backup.writtenAt().toEpochMilli()));
    List<PastModels.Use> uses = new ArrayList<>();
    for (long change : changes.headSet(time.until())) {
      Optional<AliasMove> move =
          moves.stream()
              .filter(m -> m.at().toEpochMilli() <= change)
              .max(Comparator.comparingInt(AliasMove::number));
      Optional<Manifest> backup =
          backups.stream()
              .filter(b -> b.writtenAt().toEpochMilli() <= change)
              .max(Comparator.comparingLong(b -> b.totals().timeRange().until()));
      if (move.isPresent() && backup.isPresent()) {
        uses.add(use(change, move.get().version(), backup.get().totals().timeRange().until()));
      }
    }
    return new PastModels(uses);
  }

  private PastModels.Use use(long from, int version, long known) throws IOException {
    Optional<ModelVersion> found = registry.find(new VersionId(model, version));
    if (found.isEmpty()) {
      String name = model + "/" + version;
      if (!missing.contains(name)) {
        missing.add(name);
      }
      return new PastModels.Use(from, 0, "", known);
    }
    return new PastModels.Use(from, version, copy(found.get()), known);
  }

  private String copy(ModelVersion version) throws IOException {
    Path files = folder.resolve("v" + version.number());
    if (!Files.exists(files)) {
      registry.copy(version, files);
    }
    return files.resolve(ForecastModel.DATA).toString();
  }

  /**
   * One version all the time, as if there had been a backup each night.
   *
   * @param wanted a number, an alias, or latest
   */
  PastModels always(String wanted, TimeRange time) throws IOException {
    ModelVersion version = registry.resolve(model, wanted);
    String files = copy(version);
    List<PastModels.Use> uses = new ArrayList<>();
    long first = Math.floorDiv(time.from() - NIGHT, DAY) * DAY + NIGHT;
    for (long night = first; night < time.until(); night += DAY) {
      uses.add(new PastModels.Use(night, version.number(), files, night));
    }
    return new PastModels(uses);
  }

  /** Versions that were champion then and have been deleted since. */
  List<String> missing() {
    return List.copyOf(missing);
  }
}
