package dev.almanac.registry;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.CommitLock;
import java.time.Clock;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The aliases of all models, moved under the lock only. */
final class Aliases {

  private final BlobStore store;
  private final Clock clock;
  private final VersionLog versions;

  Aliases(BlobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    versions = new VersionLog(store);
  }

  AliasLog log(String model, String alias) {
    return new AliasLog(store, new AliasName(model, alias));
  }

  /** The newest move of each alias of a model, by its name. */
  SortedMap<String, AliasMove> of(String model) {
    NavigableSet<String> names = new TreeSet<>();
    for (BlobInfo blob : store.list(RegistryLayout.aliases(model))) {
      RegistryLayout.aliasOf(blob.key()).ifPresent(name -> names.add(name.alias()));
    }
    SortedMap<String, AliasMove> aliases = new TreeMap<>();
    for (String name : names) {
      log(model, name).current().ifPresent(move -> aliases.put(name, move));
    }
    return aliases;
  }

  /**
   * Refuses to go on where an alias moved.
   *
   * @param expected the version it is to name, or empty where there is to be no such alias
   */
  void checkUnmoved(String model, String alias, OptionalInt expected) {
    Optional<AliasMove> newest = log(model, alias).current();
    OptionalInt found =
        newest.isEmpty() ? OptionalInt.empty() : OptionalInt.of(newest.get().version());
    if (!found.equals(expected)) {
      throw new AliasMovedException(
          "alias %s of %s names %s and not %s any more; compare with that one and try again"
              .formatted(alias, model, versionName(found), versionName(expected)));
    }
  }

  private static String versionName(OptionalInt version) {
    return version.isEmpty() ? "no version" : "v" + version.getAsInt();
  }

  /** Refuses to go on where an alias names this version. */
  void checkUnnamed(VersionId id) {
    of(id.model())
        .forEach(
            (alias, move) -> {
              if (move.version() == id.number()) {
                throw new RefusedChangeException(
                    "alias %s names %s; let it name another version first".formatted(alias, id));
              }
            });
  }

  /** Lets an alias name a version; nothing where it names it already. */
  AliasMove promote(VersionId id, String alias, Change change, CommitLock lock) {
    versions.require(id);
    AliasLog log = log(id.model(), alias);
    Optional<AliasMove> newest = log.current();
    if (newest.isPresent() && newest.get().version() == id.number()) {
      return newest.get();
    }
    lock.check();
    return log.promote(id.number(), change, clock.instant());
  }

  /** Lets there be no such alias. */
  AliasMove remove(String model, String alias, Change change, CommitLock lock) {
    AliasLog log = log(model, alias);
    AliasMove current =
        log.current()
            .orElseThrow(
                () ->
                    new NoSuchModelException(
                        "there is no alias %s of %s; it has %s"
                            .formatted(alias, model, of(model).keySet())));
    lock.check();
    return log.remove(current, change, clock.instant());
  }

  /** Lets an alias name what it named before. */
  AliasMove rollBack(String model, String alias, Change change, CommitLock lock) {
    lock.check();
    return log(model, alias)
        .rollBack(
            number -> versions.isThere(new VersionId(model, number)), change, clock.instant());
  }
}
