package dev.almanac.training;

import dev.almanac.forecast.CorruptModelException;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.series.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models of a version, all of them in memory. Immutable, and safe for use by several threads.
 */
public final class PublishedModels implements SeriesModels {

  private static final String SUFFIX = ".models";

  private final TreeMap<Labels, SeriesSummary> summaries = new TreeMap<>(Labels.BY_METRIC_NAME);
  private final Map<Labels, SeriesModel> models = new HashMap<>();

  private PublishedModels() {}

  /**
   * Reads the models of a version; each of its files is proved by its digest.
   *
   * @throws TrainingException where it has none: something else was published under its name
   * @throws CorruptModelFileException where one cannot be read
   */
  public static PublishedModels read(Registry registry, ModelVersion version) throws IOException {
    PublishedModels models = new PublishedModels();
    List<String> files =
        version.files().stream()
            .map(ModelFile::name)
            .filter(name -> name.endsWith(SUFFIX))
            .toList();
    if (files.isEmpty()) {
      throw new TrainingException(
          version.id() + " has no models of series: 'almanac train' did not make it");
    }
    for (String name : files) {
      models.add(version.id() + ": " + name, registry.read(version, name));
    }
    return models;
  }

  private void add(String name, byte[] file) throws IOException {
    ModelShardReader shard = new ModelShardReader(name, new ByteArrayInputStream(file));
    for (TrainedSeries one = shard.next(); one != null; one = shard.next()) {
      Labels labels = one.summary().labels();
      summaries.put(labels, one.summary());
      if (one.summary().isFitted()) {
        models.put(labels, decode(name, labels, one.model()));
      }
    }
  }

  private static SeriesModel decode(String name, Labels labels, byte[] model) {
    try {
      return ModelCodec.decode(model);
    } catch (CorruptModelException e) {
      throw new CorruptModelFileException(
          "%s: the model of %s cannot be read (%s); use another version"
              .formatted(name, labels, e.getMessage()),
          e);
    }
  }

  @Override
  public List<SeriesSummary> summaries() {
    return List.copyOf(summaries.values());
  }

  @Override
  public Optional<SeriesModel> model(Labels labels) {
    return Optional.ofNullable(models.get(labels));
  }
}
