package dev.almanac.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Files that become a version at once; where they do not, nothing is left of them. */
final class FilesPublication {

  private final Registry registry;
  private final Publication publication;

  FilesPublication(Registry registry, String model) {
    this.registry = registry;
    publication = registry.begin(model);
  }

  /**
   * Publishes.
   *
   * @param content the files, by their paths within the version
   */
  ModelVersion publish(VersionDetails details, SortedMap<String, Path> content) {
    try {
      List<StagedFile> staged = new ArrayList<>();
      content.forEach((name, file) -> staged.add(registry.stage(publication, name, file)));
      return registry.publish(publication, details, staged);
    } catch (RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  private void abandon(RuntimeException failure) {
    try {
      registry.abandon(publication);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
