package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import dev.almanac.catalog.CommitLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

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
public final class Registry {

  /** The alias of the version that forecasts. */
  public static final String CHAMPION = "champion";

  /** The alias of the newest version that was judged by the gate. */
  public static final String CHALLENGER = "challenger";

  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final BlobStore store;
  private final Clock clock;
  private final Supplier<CommitLock> locks;
  private final VersionLog versions;
  private final FileFolder files;

  /**
   * @param store stays its owner's to close
   */
  public Registry(BlobStore store) {
    this(store, Clock.systemUTC(), () -> CommitLock.take(store, PATIENCE));
  }

  Registry(BlobStore store, Clock clock, Supplier<CommitLock> locks) {
    this.store = store;
    this.clock = clock;
    this.locks = locks;
    versions = new VersionLog(store);
    files = new FileFolder(store);
  }

  /** The names of all models that have a version. */
  public NavigableSet<String> models() {
    NavigableSet<String> models = new TreeSet<>();
    versions.ids().forEach(id -> models.add(id.model()));
    return models;
  }

  /** The versions of a model, oldest first; none where there is no such model. */
  public List<ModelVersion> versions(String model) {
    return versions.ids(model).stream().flatMap(id -> versions.find(id).stream()).toList();
  }

  /** A version, unless it is not there. */
  public Optional<ModelVersion> find(VersionId id) {
    return versions.find(id);
  }

  /** The version that an alias names, unless there is no such alias. */
  public Optional<ModelVersion> aliased(String model, String alias) {
    return aliasLog(model, alias)
        .newest()
        .map(move -> require(new VersionId(model, move.version())));
  }

  private ModelVersion require(VersionId id) {
    return versions.find(id).orElseThrow(() -> noSuchVersion(id));
  }

  private RegistryException noSuchVersion(VersionId id) {
    NavigableSet<VersionId> there = versions.ids(id.model());
    return new RegistryException(
        there.isEmpty()
            ? "there is no model %s in %s; there is %s"
                .formatted(id.model(), store.location(), models())
            : "there is no version %d of %s in %s; the newest is %d"
                .formatted(id.number(), id.model(), store.location(), there.last().number()));
  }

  /**
   * The version a person means: a number (3 or v3), an alias, or {@code latest}.
   *
   * @throws RegistryException where there is none; the message says what there is
   */
  public ModelVersion resolve(String model, String wanted) {
    NavigableSet<VersionId> there = versions.ids(model);
    if (there.isEmpty()) {
      throw noSuchVersion(new VersionId(model, 1));
    }
    if (wanted.equals(Names.LATEST)) {
      return require(there.last());
    }
    if (wanted.matches("v?[0-9]{1,9}")) {
      int number = Integer.parseInt(wanted.startsWith("v") ? wanted.substring(1) : wanted);
      return require(new VersionId(model, number));
    }
    return aliased(model, wanted)
        .orElseThrow(
            () ->
                new RegistryException(
                    "%s has no alias %s; it has %s, and versions up to %d"
                        .formatted(model, wanted, aliases(model).keySet(), there.last().number())));
  }

  /** What each alias of a model names now: its newest move, by the alias's name. */
  public SortedMap<String, AliasMove> aliases(String model) {
    NavigableSet<String> names = new TreeSet<>();
    store
        .list(RegistryLayout.aliases(model))
        .forEach(blob -> RegistryLayout.aliasOf(blob.key()).ifPresent(a -> names.add(a.alias())));
    SortedMap<String, AliasMove> aliases = new TreeMap<>();
    for (String name : names) {
      aliasLog(model, name).newest().ifPresent(move -> aliases.put(name, move));
    }
    return aliases;
  }

  /** Every move of an alias, oldest first; none where there is no such alias. */
  public List<AliasMove> history(String model, String alias) {
    return aliasLog(model, alias).history();
  }

  private AliasLog aliasLog(String model, String alias) {
    return new AliasLog(store, model, alias);
  }

  /**
   * Begins a version. Nothing is stored yet, and nothing need be done where it comes to nothing.
   */
  public Publication begin(String model) {
    return Publication.begin(model, clock.instant());
  }

  /**
   * Stores a file of a version, unseen. Safe for several processes at once; the same name may be
   * staged again, and what is published is the one that is named then.
   *
   * @param name its path within the version
   */
  public StagedFile stage(Publication publication, String name, Path file) {
    return files.stage(publication, name, file);
  }

  /**
   * Shows a version under the next number of its model.
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
    ModelVersion draft = version(1, publication, details, staged);
    return commit(
        lock -> {
          files.show(staged, lock);
          while (true) {
            int number = versions.nextNumber(draft.model());
            ModelVersion version = version(number, publication, details, staged);
            lock.check();
            if (versions.put(version)) {
              return version;
            }
          }
        });
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
      throw new RegistryException("this cannot be published: " + e.getMessage(), e);
    }
  }

  /** Removes what was staged for a version that will not be published. */
  public void abandon(Publication publication) {
    String folder = RegistryLayout.files(publication);
    store.discardPending(key -> key.startsWith(folder));
  }

  /**
   * Lets an alias name a version; nothing where it names it already.
   *
   * @return the move that counts
   */
  public AliasMove promote(VersionId id, String alias, Change change) {
    return commit(lock -> promote(id, alias, change, lock));
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
          checkUnmoved(id.model(), alias, expected);
          return promote(id, alias, change, lock);
        });
  }

  /**
   * Keeps what the gate found, lets {@link #CHALLENGER} name the version and, where it passed,
   * {@link #CHAMPION} too.
   *
   * @param actor who trained it
   * @throws AliasMovedException where the champion is another one by now than the gate compared
   *     with; the version stays challenger then
   */
  public void admit(VersionId challenger, GateReport report, String actor) {
    commit(
        lock -> {
          lock.check();
          appendReport(challenger, report);
          Change judged = new Change(actor, "judged by the gate");
          promote(challenger, CHALLENGER, judged, lock);
          if (report.passes()) {
            checkUnmoved(challenger.model(), CHAMPION, report.champion());
            promote(challenger, CHAMPION, new Change(actor, "passed the gate"), lock);
          }
          return challenger;
        });
  }

  private void appendReport(VersionId id, GateReport report) {
    if (!versions.isThere(id)) {
      throw noSuchVersion(id);
    }
    NumberedLog log = reportLog(id);
    if (!log.append(NumberedLog.after(log.newest()), GateReportCodec.write(report))) {
      throw new RegistryException(
          "another process reports on %s at the same time; try again".formatted(id));
    }
  }

  /** What the gate found of a version, each time it was judged, oldest first. */
  public List<GateReport> reports(VersionId id) {
    NumberedLog log = reportLog(id);
    return log.numbers().stream()
        .map(number -> GateReportCodec.read(log.read(number).content(), log.place(number)))
        .toList();
  }

  private NumberedLog reportLog(VersionId id) {
    return new NumberedLog(
        store, RegistryLayout.reports(id), RegistryLayout.DIGITS, SealedJson.MAX_BYTES);
  }

  private void checkUnmoved(String model, String alias, OptionalInt expected) {
    Optional<AliasMove> newest = aliasLog(model, alias).newest();
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

  private AliasMove promote(VersionId id, String alias, Change change, CommitLock lock) {
    if (!versions.isThere(id)) {
      throw noSuchVersion(id);
    }
    AliasLog log = aliasLog(id.model(), alias);
    Optional<AliasMove> newest = log.newest();
    if (newest.isPresent() && newest.get().version() == id.number()) {
      return newest.get();
    }
    lock.check();
    return log.promote(id.number(), change, clock.instant());
  }

  /**
   * Lets an alias name what it named before its last promotion that was not rolled back; versions
   * that were deleted since are passed over.
   *
   * @throws RegistryException where there is nothing to go back to
   */
  public AliasMove rollBack(String model, String alias, Change change) {
    return commit(
        lock -> {
          lock.check();
          return aliasLog(model, alias)
              .rollBack(
                  number -> versions.isThere(new VersionId(model, number)),
                  change,
                  clock.instant());
        });
  }

  /** The whole of a file of a version, proved by its digest. */
  public byte[] read(ModelVersion version, String name) {
    return files.read(version, name);
  }

  /**
   * Copies all files of a version into a folder, each proved by its digest.
   *
   * @param folder made where it is not there; files of the same names must not be in it
   */
  public void copy(ModelVersion version, Path folder) throws IOException {
    for (ModelFile file : version.files()) {
      Path target = folder.resolve(file.name());
      Files.createDirectories(target.getParent());
      try (OutputStream out =
          Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        files.copy(version, file, out);
      }
    }
  }

  private <T> T commit(Function<CommitLock, T> change) {
    try (CommitLock lock = locks.get()) {
      return change.apply(lock);
    }
  }
}
