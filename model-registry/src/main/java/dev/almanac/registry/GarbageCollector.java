package dev.almanac.registry;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.CommitLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what nothing names, and removes it.
 *
 * <p>Visible files that no version names are the remains of publications that were killed, or of
 * deleted versions: a publication that is alive shows its files and their version under the lock,
 * which the collector holds. Files that are not shown yet may be of a publication on its way; they
 * go when it is {@link #PATIENCE} old.
 */
final class GarbageCollector {

  /** How long a training may store files before it publishes them. */
  static final Duration PATIENCE = Duration.ofDays(2);

  private final BlobStore store;
  private final VersionLog versions;
  private final Instant now;

  GarbageCollector(BlobStore store, Instant now) {
    this.store = store;
    this.now = now;
    versions = new VersionLog(store);
  }

  /**
   * What there is to remove now.
   *
   * @param keep how many of the newest versions of each model stay whatever names them, or empty to
   *     keep all
   * @throws RegistryException where a document cannot be read: nobody knows what it names
   */
  Garbage find(OptionalInt keep) {
    NavigableSet<VersionId> lost = versions.lost();
    if (!lost.isEmpty()) {
      throw new RegistryException(
          "%s: %s is neither there nor deleted, and its files would go; restore registry/ from a backup, or delete that version"
              .formatted(store.location(), lost.first()));
    }
    NavigableSet<VersionId> live = versions.ids();
    NavigableSet<VersionId> old = new TreeSet<>();
    keep.ifPresent(count -> old.addAll(tooOld(live, count)));
    for (AliasName name : aliases()) {
      spare(name, live, old);
    }
    live.removeAll(old);
    Set<String> named = new HashSet<>();
    for (VersionId id : live) {
      ModelVersion version = versions.find(id).orElseThrow(() -> gone(id));
      named.add(RegistryLayout.version(id));
      version
          .files()
          .forEach(file -> named.add(RegistryLayout.file(version.publication(), file.name())));
    }
    return new Garbage(List.copyOf(old), unnamed(live, named), unfinished());
  }

  private RegistryException gone(VersionId id) {
    return new RegistryException(
        "%s was deleted by another process while %s was looked through; try again"
            .formatted(id, store.location()));
  }

  /** All but the newest of each model. */
  private static List<VersionId> tooOld(NavigableSet<VersionId> live, int keep) {
    List<VersionId> old = new ArrayList<>();
    String model = "";
    int newer = 0;
    for (VersionId id : live.descendingSet()) {
      newer = id.model().equals(model) ? newer + 1 : 0;
      model = id.model();
      if (newer >= keep) {
        old.add(id);
      }
    }
    return old;
  }

  /** Takes what an alias names, and what it would return to, from the versions that go. */
  private void spare(AliasName name, NavigableSet<VersionId> live, NavigableSet<VersionId> old) {
    AliasLog log = new AliasLog(store, name);
    Optional<AliasMove> newest = log.newest();
    if (newest.isEmpty()) {
      return;
    }
    VersionId named = new VersionId(name.model(), newest.get().version());
    if (!live.contains(named)) {
      throw new RegistryException(
          "%s: alias %s names %s, which is not there; restore registry/ from a backup, or let it name another version"
              .formatted(store.location(), name.alias(), named));
    }
    old.remove(named);
    log.below(newest.get(), number -> live.contains(new VersionId(name.model(), number)))
        .ifPresent(move -> old.remove(new VersionId(name.model(), move.version())));
  }

  private Set<AliasName> aliases() {
    Set<AliasName> names = new HashSet<>();
    for (BlobInfo blob : store.list(RegistryLayout.ALIASES)) {
      RegistryLayout.aliasOf(blob.key()).ifPresent(names::add);
    }
    return names;
  }

  /** What the registry wrote and nothing names; what it did not write stays. */
  private List<BlobInfo> unnamed(Set<VersionId> live, Set<String> named) {
    List<BlobInfo> blobs = new ArrayList<>();
    for (BlobInfo blob : store.list(RegistryLayout.VERSIONS)) {
      if (RegistryLayout.versionOf(blob.key()).isPresent() && !named.contains(blob.key())) {
        blobs.add(blob);
      }
    }
    for (BlobInfo blob : store.list(RegistryLayout.FILES)) {
      if (RegistryLayout.publicationOf(blob.key()).isPresent() && !named.contains(blob.key())) {
        blobs.add(blob);
      }
    }
    for (BlobInfo blob : store.list(RegistryLayout.REPORTS)) {
      if (RegistryLayout.reportOf(blob.key()).filter(id -> !live.contains(id)).isPresent()) {
        blobs.add(blob);
      }
    }
    return blobs;
  }

  /** What was stored and not shown; asking for it removes nothing. */
  private List<String> unfinished() {
    NavigableSet<String> keys = new TreeSet<>();
    store.discardPending(
        key -> {
          if (isAbandoned(key)) {
            keys.add(key);
          }
          return false;
        });
    return List.copyOf(keys);
  }

  /**
   * Whether something pending has no owner any more. Documents are put under the lock, by which the
   * collector knows that nobody else is at it.
   */
  private boolean isAbandoned(String key) {
    if (!key.startsWith(RegistryLayout.ROOT)) {
      return false;
    }
    return RegistryLayout.publicationOf(key)
        .map(publication -> publication.begun().isBefore(now.minus(PATIENCE)))
        .orElse(!key.startsWith(RegistryLayout.FILES));
  }

  /** Removes what was found, each step only while the lock is held. */
  void remove(Garbage garbage, Change change, CommitLock lock) {
    for (VersionId id : garbage.versions()) {
      lock.check();
      versions.delete(new Deletion(id, change, now));
    }
    for (BlobInfo blob : garbage.blobs()) {
      lock.check();
      store.delete(blob.key());
    }
    lock.check();
    store.discardPending(Set.copyOf(garbage.unfinished())::contains);
  }
}
