package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.CommitLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The models of an archive: published as versions that never change, named by aliases whose every
 * move is kept.
 *
 * <pre>{@code
 * Registry registry = new Registry(store);
 * Publication publication = registry.begin("demand");
 * StagedFile file = registry.stage(publication, "parameters.bin", path); // in any process
 * ModelVersion version = registry.publish(publication, details, List.of(file));
 * registry.promote(version.id(), "champion", new Change("train", "better in every group"));
 * }</pre>
 *
 * <p>A version is there whole or not at all: its files are stored unseen, then shown, and its
 * document comes last. Every change is made under the archive's {@link CommitLock}, which is held
 * for the seconds of the change; reading needs no lock. Whatever crashes, and wherever, leaves the
 * registry as it was before the change or after it. Instances may be shared by threads. Besides
 * {@link RegistryException}, every method throws what the store throws.
 */
public final class Registry implements ModelRegistry {

  private static final Pattern NUMBER = Pattern.compile("v?[0-9]{1,8}");
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final BlobStore store;
  private final Clock clock;
  private final Supplier<CommitLock> locks;
  private final VersionLog versions;
  private final Aliases aliases;
  private final FileFolder files;
  private final Notes notes;

  /**
   * The registry in an archive.
   *
   * @param store the archive; it stays its owner's to close
   */
  public Registry(BlobStore store) {
    this(store, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long a change waits for another process that changes the archive
   */
  public Registry(BlobStore store, Duration patience) {
    this(store, Clock.systemUTC(), () -> CommitLock.take(store, patience));
  }

  Registry(BlobStore store, Clock clock, Supplier<CommitLock> locks) {
    this.store = store;
    this.clock = clock;
    this.locks = locks;
    versions = new VersionLog(store);
    aliases = new Aliases(store, clock);
    files = new FileFolder(store);
    notes = new Notes(store, clock, locks);
  }

  @Override
  public NavigableSet<String> models() {
    return versions.models();
  }

  /** The ids of a model's versions, oldest first; none where there is no such model. */
  public NavigableSet<VersionId> ids(String model) {
    return versions.ids(model);
  }

  @Override
  public List<ModelVersion> versions(String model) {
    return versions.ids(model).stream().flatMap(id -> versions.find(id).stream()).toList();
  }

  @Override
  public Optional<ModelVersion> find(VersionId id) {
    return versions.find(id);
  }

  @Override
  public Optional<ModelVersion> aliased(String model, String alias) {
    return aliases
        .log(model, alias)
        .current()
        .map(move -> versions.require(new VersionId(model, move.version())));
  }

  @Override
  public ModelVersion resolve(String model, String wanted) {
    NavigableSet<VersionId> there = versions.ids(model);
    if (there.isEmpty()) {
      throw versions.missing(new VersionId(model, 1));
    }
    if (wanted.equals(Names.LATEST)) {
      return versions.require(there.last());
    }
    if (NUMBER.matcher(wanted).matches()) {
      int number = Integer.parseInt(wanted.startsWith("v") ? wanted.substring(1) : wanted);
      return versions.require(new VersionId(model, number));
    }
    Optional<ModelVersion> named =
        Names.isAlias(wanted) ? aliased(model, wanted) : Optional.empty();
    return named.orElseThrow(
        () ->
            new NoSuchModelException(
                "%s has no version or alias %s; it has versions up to %d, and the aliases %s"
                    .formatted(model, wanted, there.last().number(), aliases(model).keySet())));
  }

  @Override
  public SortedMap<String, AliasMove> aliases(String model) {
    return aliases.of(model);
  }

  @Override
  public List<AliasMove> history(String model, String alias) {
    return aliases.log(model, alias).history();
  }

  /**
   * Begins a version. Nothing is stored yet, and nothing need be done where it comes to nothing.
   */
  public Publication begin(String model) {
    return Publication.begin(model, clock.instant());
  }

  /**
   * Stores a file of a version, unseen. Safe for several processes at once; the same name may be
   * staged again, and what is published is the one that is named then. What is not published within
   * two days may be removed as garbage.
   *
   * @param name its path within the version
   */
  public StagedFile stage(Publication publication, String name, Path file) {
    return files.stage(publication, name, file);
  }

  /**
   * Shows a version under the next number of its model. To publish once more what was published
   * before, as a job does that was restarted, gives the same version.
   *
   * @throws RegistryException where it has no files, or one is of another publication
   */
  public ModelVersion publish(
      Publication publication, VersionDetails details, List<StagedFile> staged) {
    for (StagedFile file : staged) {
      if (!file.publication().equals(publication)) {
        throw new RegistryException(
            file.file().name() + " was staged for " + file.publication() + ", not " + publication);
      }
    }
    // Found out before anything is shown: what a version cannot be.
    version(1, publication, details, staged);
    return commit(
        lock -> {
          Optional<ModelVersion> before =
              files.isShown(staged) ? versions.of(publication) : Optional.empty();
          if (before.isPresent()) {
            return before.get();
          }
          files.show(staged, lock);
          while (true) {
            int number = versions.nextNumber(publication.model());
            ModelVersion version = version(number, publication, details, staged);
            lock.check();
            if (versions.put(version)) {
              return version;
            }
          }
        });
  }

  /** The version that came of a publication; empty where none has, or it was deleted. */
  public Optional<ModelVersion> published(Publication publication) {
    return versions.of(publication);
  }

  @Override
  public ModelVersion publish(
      String model, VersionDetails details, SortedMap<String, Path> content) {
    return new FilesPublication(this, model).publish(details, content);
  }

  private ModelVersion version(
      int number, Publication publication, VersionDetails details, List<StagedFile> staged) {
    try {
      return new ModelVersion(
          new VersionId(publication.model(), number),
          publication,
          clock.instant(),
          details,
          staged.stream().map(StagedFile::file).toList());
    } catch (IllegalArgumentException e) {
      throw new RefusedChangeException("this cannot be published: " + e.getMessage(), e);
    }
  }

  /** Removes what was staged for a version that will not be published. */
  public void abandon(Publication publication) {
    String folder = RegistryLayout.files(publication);
    store.discardPending(key -> key.startsWith(folder));
  }

  @Override
  public AliasMove promote(VersionId id, String alias, Change change) {
    return commit(lock -> aliases.promote(id, alias, change, lock));
  }

  /**
   * The same, if the alias still names what the caller decided by.
   *
   * @param expected the version it named then, or empty where there was no such alias
   * @throws AliasMovedException where it names another one by now; nothing is changed then
   */
  public AliasMove promote(VersionId id, String alias, OptionalInt expected, Change change) {
    return commit(
        lock -> {
          aliases.checkUnmoved(id.model(), alias, expected);
          return aliases.promote(id, alias, change, lock);
        });
  }

  @Override
  public AliasMove rollBack(String model, String alias, Change change) {
    return commit(lock -> aliases.rollBack(model, alias, change, lock));
  }

  /**
   * Lets there be no such alias; a {@linkplain #rollBack roll-back} takes that back.
   *
   * @throws RegistryException where there is none
   */
  public AliasMove removeAlias(String model, String alias, Change change) {
    return commit(lock -> aliases.remove(model, alias, change, lock));
  }

  /** What people say of models and versions, which changes while those do not. */
  public Notes notes() {
    return notes;
  }

  @Override
  public void admit(VersionId challenger, GateReport report, String actor) {
    commit(
        lock -> {
          versions.require(challenger);
          lock.check();
          ReportLog log = new ReportLog(store, challenger);
          if (!log.endsWith(report)) { // or else somebody asks again who was not answered
            log.append(report);
          }
          Change judged = new Change(actor, "judged by the gate");
          aliases.promote(challenger, CHALLENGER, judged, lock);
          if (report.passes() && !names(CHAMPION, challenger)) {
            aliases.checkUnmoved(challenger.model(), CHAMPION, report.champion());
            Change passed = new Change(actor, "passed the gate");
            aliases.promote(challenger, CHAMPION, passed, lock);
          }
          return challenger;
        });
  }

  private boolean names(String alias, VersionId id) {
    return aliases
        .log(id.model(), alias)
        .current()
        .filter(move -> move.version() == id.number())
        .isPresent();
  }

  @Override
  public List<GateReport> reports(VersionId id) {
    return new ReportLog(store, id).reports();
  }

  /** The trainings of a model that failed, oldest first. */
  public List<TrainingFailure> failures(String model) {
    return new FailureLog(store, model).all();
  }

  @Override
  public void record(String model, TrainingFailure failure) {
    commit(
        lock -> {
          new FailureLog(store, model).append(failure);
          return failure;
        });
  }

  /**
   * Deletes a version, and removes its files with all other garbage. Its number is never used
   * again.
   *
   * @throws RegistryException where an alias names it
   */
  public void delete(VersionId id, Change change) {
    commit(
        lock -> {
          checkDeletable(id);
          lock.check();
          versions.delete(new Deletion(id, change, clock.instant()));
          return collect(OptionalInt.empty(), change, lock);
        });
  }

  /**
   * Refuses what {@link #delete} would refuse now; changes nothing.
   *
   * @throws RegistryException where there is no such version, or an alias names it
   */
  public void checkDeletable(VersionId id) {
    if (!versions.isThere(id) && !versions.lost().contains(id)) {
      throw versions.missing(id);
    }
    aliases.checkUnnamed(id);
  }

  /**
   * What {@link #collect} would remove now; removes nothing.
   *
   * @param keep how many of the newest versions of each model stay, besides those that an alias
   *     names or would return to; empty to keep all
   * @throws RegistryException where a document cannot be read or was lost: nobody knows what it
   *     names
   */
  public Garbage garbage(OptionalInt keep) {
    return new GarbageCollector(store, clock.instant()).find(keep);
  }

  /**
   * Removes what nothing names: what killed publications left, what is left of deleted versions,
   * and versions that are too old.
   *
   * @return what was removed
   */
  public Garbage collect(OptionalInt keep, Change change) {
    return commit(lock -> collect(keep, change, lock));
  }

  private Garbage collect(OptionalInt keep, Change change, CommitLock lock) {
    GarbageCollector collector = new GarbageCollector(store, clock.instant());
    Garbage garbage = collector.find(keep);
    collector.remove(garbage, change, lock);
    return garbage;
  }

  /**
   * Reads everything and names what is not as it was written: damaged, missing or foreign objects.
   *
   * @param progress is told of each version before its files are read
   */
  public List<Finding> verify(Consumer<VersionId> progress) {
    return new RegistryCheck(store).run(progress);
  }

  @Override
  public byte[] read(ModelVersion version, String name) {
    return files.read(version, name);
  }

  @Override
  public void copy(ModelVersion version, ModelFile file, OutputStream to) throws IOException {
    files.copy(version, file, to);
  }

  private <T> T commit(Function<CommitLock, T> change) {
    try (CommitLock lock = locks.get()) {
      return change.apply(lock);
    }
  }
}
