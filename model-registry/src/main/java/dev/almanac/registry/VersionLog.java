package dev.almanac.registry;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The documents of versions, and the records of those that were deleted. A version is there when
 * its document is, and no record says that it was deleted.
 */
final class VersionLog {

  private final BlobStore store;

  VersionLog(BlobStore store) {
    this.store = store;
  }

  /** The ids of all versions of all models. */
  NavigableSet<VersionId> ids() {
    return idsUnder("");
  }

  /** The ids of a model's versions. */
  NavigableSet<VersionId> ids(String model) {
    return idsUnder(Names.model(model) + "/");
  }

  private NavigableSet<VersionId> idsUnder(String folder) {
    NavigableSet<VersionId> ids =
        parsed(RegistryLayout.VERSIONS + folder, RegistryLayout::versionOf);
    ids.removeAll(parsed(RegistryLayout.DELETIONS + folder, RegistryLayout::deletionOf));
    return ids;
  }

  /** The ids of all deleted versions. */
  NavigableSet<VersionId> deleted() {
    return parsed(RegistryLayout.DELETIONS, RegistryLayout::deletionOf);
  }

  private NavigableSet<VersionId> parsed(
      String prefix, Function<String, Optional<VersionId>> parser) {
    NavigableSet<VersionId> ids = new TreeSet<>();
    for (BlobInfo blob : store.list(prefix)) {
      parser.apply(blob.key()).ifPresent(ids::add);
    }
    return ids;
  }

  boolean isThere(VersionId id) {
    return store.stat(RegistryLayout.version(id)).isPresent() && !isDeleted(id);
  }

  private boolean isDeleted(VersionId id) {
    return store.stat(deletionKey(id)).isPresent();
  }

  /** The version of this id, unless it is not there or goes while it is read. */
  Optional<ModelVersion> find(VersionId id) {
    if (isDeleted(id)) {
      return Optional.empty();
    }
    try {
      return document(id);
    } catch (BlobException e) {
      if (isDeleted(id)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The document of this id, whether or not the version was deleted. */
  Optional<ModelVersion> document(VersionId id) {
    String key = RegistryLayout.version(id);
    if (store.stat(key).isEmpty()) {
      return Optional.empty();
    }
    byte[] json = store.read(key, SealedJson.MAX_BYTES);
    return Optional.of(VersionCodec.read(json, id, store.location() + "/" + key));
  }

  /**
   * The version of this id.
   *
   * @throws RegistryException where it is not there; the message says what is
   */
  ModelVersion require(VersionId id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  NoSuchModelException missing(VersionId id) {
    NavigableSet<VersionId> there = ids(id.model());
    NavigableSet<String> models = models();
    return new NoSuchModelException(
        there.isEmpty()
            ? "there is no model %s in %s; it holds %s"
                .formatted(id.model(), store.location(), models.isEmpty() ? "none yet" : models)
            : "there is no version %d of %s in %s; the newest is %d"
                .formatted(id.number(), id.model(), store.location(), there.last().number()));
  }

  /** The names of all models that have a version. */
  NavigableSet<String> models() {
    NavigableSet<String> models = new TreeSet<>();
    ids().forEach(id -> models.add(id.model()));
    return models;
  }

  /** The version that was published by this publication, if it was. */
  Optional<ModelVersion> of(Publication publication) {
    return ids(publication.model()).descendingSet().stream()
        .flatMap(id -> find(id).stream())
        .filter(version -> version.publication().equals(publication))
        .findFirst();
  }

  /**
   * The versions that were there and are neither there nor deleted: they were lost. Of several in a
   * row, the newest.
   */
  NavigableSet<VersionId> lost() {
    NavigableSet<VersionId> known = parsed(RegistryLayout.VERSIONS, RegistryLayout::versionOf);
    known.addAll(deleted());
    NavigableSet<VersionId> lost = new TreeSet<>();
    for (VersionId id : known) {
      if (id.number() > 1) {
        lost.add(new VersionId(id.model(), id.number() - 1));
      }
    }
    lost.removeAll(known);
    return lost;
  }

  /** The number that the next version of a model has: higher than any before it, deleted or not. */
  int nextNumber(String model) {
    NavigableSet<VersionId> all = parsed(RegistryLayout.versions(model), RegistryLayout::versionOf);
    all.addAll(parsed(RegistryLayout.deletions(model), RegistryLayout::deletionOf));
    return all.isEmpty() ? 1 : Math.addExact(all.last().number(), 1);
  }

  /** Shows a version; false where its number is taken. */
  boolean put(ModelVersion version) {
    return log(RegistryLayout.versions(version.model()))
        .append(version.number(), VersionCodec.write(version));
  }

  /** Records that a version is deleted; where that is recorded already, the record stays. */
  void delete(Deletion deletion) {
    log(RegistryLayout.deletions(deletion.id().model()))
        .append(deletion.id().number(), ChangeCodec.write(deletion));
  }

  /** The record of a deletion. */
  Deletion deletion(VersionId id) {
    String key = deletionKey(id);
    return ChangeCodec.readDeletion(
        store.read(key, SealedJson.MAX_BYTES), id, store.location() + "/" + key);
  }

  private String deletionKey(VersionId id) {
    return log(RegistryLayout.deletions(id.model())).key(id.number());
  }

  private NumberedLog log(String prefix) {
    return new NumberedLog(store, prefix, RegistryLayout.DIGITS, SealedJson.MAX_BYTES);
  }
}
