package dev.almanac.registry;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A version of a model: never changed once it is there.
 *
 * @param id its model and number
 * @param publication under which its files are stored
 * @param publishedAt by the clock of the host that published it
 * @param details what is known of it
 * @param files in order of names; at least one
 */
public record ModelVersion(
    VersionId id,
    Publication publication,
    Instant publishedAt,
    VersionDetails details,
    List<ModelFile> files) {

  public ModelVersion {
    if (!publication.model().equals(id.model())) {
      throw new IllegalArgumentException(id + " is published as one of " + publication.model());
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(id + " has no file; a version has one at least");
    }
    files = files.stream().sorted(Comparator.comparing(ModelFile::name)).toList();
    Names.checkTogether(files.stream().map(ModelFile::name).toList());
  }

  public String model() {
    return id.model();
  }

  public int number() {
    return id.number();
  }

  public Lineage lineage() {
    return details.lineage();
  }

  /** The size of all its files, in bytes. */
  public long size() {
    return files.stream().mapToLong(ModelFile::size).sum();
  }

  /**
   * The file of this name.
   *
   * @throws NoSuchModelException where it has none; the message lists what it has
   */
  public ModelFile file(String name) {
    return files.stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchModelException(
                    "%s has no file %s; it has %s"
                        .formatted(id, name, files.stream().map(ModelFile::name).toList())));
  }
}
