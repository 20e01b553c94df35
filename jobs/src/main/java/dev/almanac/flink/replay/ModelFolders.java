package dev.almanac.flink.replay;

import dev.almanac.series.Labels;
import dev.almanac.training.LearnedModel;
import dev.almanac.training.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Folders of models, opened once. */
final class ModelFolders {

  private final Map<String, ModelFolder> folders = new HashMap<>();

  /** What was learned of a series; null for nothing. */
  LearnedModel learned(String folder, Labels series) {
    try {
      ModelFolder models = folders.get(folder);
      if (models == null) {
        models = ModelFolder.open(Path.of(folder));
        folders.put(folder, models);
      }
      return models.learned(series).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
