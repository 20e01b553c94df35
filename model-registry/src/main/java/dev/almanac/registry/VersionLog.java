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
    if (!isThere(id)) {
      return Optional.empty();
    }
    String key = RegistryLayout.version(id);
    byte[] json;
    try {
      json = store.read(key, SealedJson.MAX_BYTES);
    } catch (BlobException e) {
      if (isDeleted(id)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(VersionCodec.read(json, id, store.location() + "/" + key));
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
