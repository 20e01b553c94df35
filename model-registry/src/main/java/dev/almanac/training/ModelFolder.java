package dev.almanac.training;

import dev.almanac.blob.Sha256;
import dev.almanac.forecast.CorruptModelException;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of models in a folder: all their summaries in memory, models read one by one. Safe for
 * use by several threads.
 */
public final class ModelFolder implements SeriesModels {

  private final Map<Labels, Place> places = new HashMap<>();

  private record Place(Path file, ModelShardReader shard, ModelShardReader.Entry entry) {}

  /**
   * Reads the summaries of every file of models in the folder.
   *
   * @throws CorruptModelFileException where one is damaged
   */
  public static ModelFolder open(Path folder) throws IOException {
    ModelFolder models = new ModelFolder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".models")).sorted().toList()) {
        models.add(file);
      }
    }
    return models;
  }

  private ModelFolder() {}

  private void add(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ModelShardReader shard = new ModelShardReader(file.toString(), in);
      for (ModelShardReader.Entry entry : shard.entries()) {
        places.put(entry.summary().labels(), new Place(file, shard, entry));
      }
    }
  }

  @Override
  public List<SeriesSummary> summaries() {
    List<SeriesSummary> summaries = new ArrayList<>();
    places.values().forEach(place -> summaries.add(place.entry().summary()));
    summaries.sort(Comparator.comparing(SeriesSummary::labels, Labels.BY_METRIC_NAME));
    return summaries;
  }

  @Override
  public Optional<SeriesModel> model(Labels labels) throws IOException {
    Optional<byte[]> bytes = bytes(labels);
    try {
      return bytes.map(ModelCodec::decode);
    } catch (CorruptModelException e) {
      throw new CorruptModelFileException(
          "%s: the model of %s cannot be read (%s); use another version: almanac models list"
              .formatted(places.get(labels).file().getFileName(), labels, e.getMessage()),
          e);
    }
  }

  /**
   * What was learned of a series; empty where it has no model or is not known.
   *
   * @throws CorruptModelFileException where the model is damaged, or of a format that is not known
   */
  public Optional<LearnedModel> learned(Labels labels) throws IOException {
    Optional<SeriesModel> model = model(labels);
    if (model.isEmpty()) {
      return Optional.empty();
    }
    byte[] digest = Sha256.digest().digest(bytes(labels).orElseThrow());
    SampleKind kind = places.get(labels).entry().summary().kind();
    return Optional.of(new LearnedModel(kind, model.get(), ByteBuffer.wrap(digest).getLong()));
  }

  /** The bytes of a series' model. */
  Optional<byte[]> bytes(Labels labels) throws IOException {
    Place place = places.get(labels);
    if (place == null || !place.entry().summary().isFitted()) {
      return Optional.empty();
    }
    ByteBuffer model = ByteBuffer.allocate(place.entry().length());
    try (FileChannel file = FileChannel.open(place.file())) {
      while (model.hasRemaining()
          && file.read(model, place.entry().position() + model.position()) >= 0) {}
    }
    byte[] read = new byte[model.position()];
    model.flip().get(read);
    return Optional.of(place.shard().checked(place.entry(), read));
  }
}
