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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what nothing names, and removes it.
 *
 * <p>Files that no version names are those of deleted versions, which go at once, and those of
 * publications that were killed or are on their way. The latter cannot be told apart, and go when
 * they are {@link #PATIENCE} old, shown or not. So a publication is never disturbed, not even by a
 * collector that took over its lock.
 */
final class GarbageCollector {

  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

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
    NavigableSet<VersionId> gone = versions.deleted();
    gone.addAll(old);
    Set<String> named = new HashSet<>();
    for (VersionId id : live) {
      ModelVersion version = versions.find(id).orElseThrow(() -> gone(id));
      version
          .files()
          .forEach(file -> named.add(RegistryLayout.file(version.publication(), file.name())));
    }
    return new Garbage(List.copyOf(old), unnamed(live, named, publications(gone)), unfinished());
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
    boolean removed = newest.get().isRemoval();
    if (!removed && !live.contains(named)) {
      throw new RegistryException(
          "%s: alias %s names %s, which is not there; restore registry/ from a backup, or let it name another version"
              .formatted(store.location(), name.alias(), named));
    }
    if (!removed) {
      old.remove(named);
    }
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

  /**
   * The publications of versions that are to go, as far as their documents are still there: they go
   * last. Where one is damaged, its files go by their age.
   */
  private Set<Publication> publications(NavigableSet<VersionId> gone) {
    Set<Publication> publications = new HashSet<>();
    for (VersionId id : gone) {
      try {
        versions.document(id).map(ModelVersion::publication).ifPresent(publications::add);
      } catch (RegistryException e) {
        LOG.warn("{}; its files go when they are {} old", e.getMessage(), PATIENCE);
      }
    }
    return publications;
  }

  /** What the registry wrote and nothing names, documents last; what it did not write stays. */
  private List<BlobInfo> unnamed(Set<VersionId> live, Set<String> named, Set<Publication> deleted) {
    List<BlobInfo> blobs = new ArrayList<>();
    for (BlobInfo blob : store.list(RegistryLayout.FILES)) {
      RegistryLayout.publicationOf(blob.key())
          .filter(publication -> !named.contains(blob.key()))
          .filter(publication -> deleted.contains(publication) || isOld(publication))
          .ifPresent(publication -> blobs.add(blob));
    }
    for (BlobInfo blob : store.list(RegistryLayout.REPORTS)) {
      RegistryLayout.reportOf(blob.key())
          .filter(id -> !live.contains(id))
          .ifPresent(id -> blobs.add(blob));
    }
    for (BlobInfo blob : store.list(RegistryLayout.NOTES)) {
      RegistryLayout.noteOf(blob.key())
          .flatMap(NoteSubject::id)
          .filter(id -> !live.contains(id))
          .ifPresent(id -> blobs.add(blob));
    }
    for (BlobInfo blob : store.list(RegistryLayout.VERSIONS)) {
      RegistryLayout.versionOf(blob.key())
          .filter(id -> !live.contains(id))
          .ifPresent(id -> blobs.add(blob));
    }
    return blobs;
  }

  private boolean isOld(Publication publication) {
    return publication.begun().isBefore(now.minus(PATIENCE));
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
        .map(this::isOld)
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
