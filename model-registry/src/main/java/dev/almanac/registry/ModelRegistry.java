package dev.almanac.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A registry of models as those use it who train, forecast and watch: in an archive ({@link
 * Registry}) or behind a service. Safe for use by several threads. Every method throws {@link
 * RegistryException} where the registry cannot be read or refuses.
 */
public interface ModelRegistry {

  /** The alias of the version that forecasts. */
  String CHAMPION = "champion";

  /** The alias of the newest version that was judged by the gate. */
  String CHALLENGER = "challenger";

  /** The names of all models that have a version. */
  NavigableSet<String> models();

  /** The versions of a model, oldest first; none where there is no such model. */
  List<ModelVersion> versions(String model);

  /** A version, unless it is not there. */
  Optional<ModelVersion> find(VersionId id);

  /** The version that an alias names, unless there is no such alias. */
  Optional<ModelVersion> aliased(String model, String alias);

  /**
   * The version a person means: a number (3 or v3), an alias, or {@code latest}.
   *
   * @throws RegistryException where there is none; the message says what there is
   */
  ModelVersion resolve(String model, String wanted);

  /** What each alias of a model names now: its newest move, by the alias's name. */
  SortedMap<String, AliasMove> aliases(String model);

  /** Every move of an alias, oldest first; none where there is no such alias. */
  List<AliasMove> history(String model, String alias);

  /** What the gate found of a version, each time it was judged, oldest first. */
  List<GateReport> reports(VersionId id);

  /** Why the gate keeps a version back, by its last report; empty where it does not. */
  default List<String> objections(VersionId id) {
    List<GateReport> reports = reports(id);
    return reports.isEmpty() ? List.of() : reports.get(reports.size() - 1).reasons();
  }

  /**
   * Makes files a version under the next number of their model: whole, or not at all.
   *
   * @param content the files, by their paths within the version
   */
  ModelVersion publish(String model, VersionDetails details, SortedMap<String, Path> content);

  /**
   * Keeps what the gate found, lets {@link #CHALLENGER} name the version and, where it passed,
   * {@link #CHAMPION} too. To say the same of it once more changes nothing.
   *
   * @param actor who trained it; a service goes by the token
   * @throws AliasMovedException where the champion is another one by now than the gate compared
   *     with; the version stays challenger then
   */
  void admit(VersionId challenger, GateReport report, String actor);

  /** Keeps for good that a training failed. */
  void record(String model, TrainingFailure failure);

  /**
   * Lets an alias name a version, whatever the gate says; nothing where it names it already.
   *
   * @return the move that counts
   */
  AliasMove promote(VersionId id, String alias, Change change);

  /**
   * Lets an alias name what it named before its last promotion that was not rolled back; versions
   * that were deleted since are passed over.
   *
   * @throws RegistryException where there is nothing to go back to
   */
  AliasMove rollBack(String model, String alias, Change change);

  /** The whole of a file of a version, proved by its digest. */
  byte[] read(ModelVersion version, String name);

  /**
   * Writes a file of a version to a stream.
   *
   * @throws RegistryException where it was not what the version says; then it has been written
   */
  void copy(ModelVersion version, ModelFile file, OutputStream to) throws IOException;

  /**
   * Copies all files of a version into a folder, each proved by its digest.
   *
   * @param folder made where it is not there; files of the same names must not be in it
   */
  default void copy(ModelVersion version, Path folder) throws IOException {
    for (ModelFile file : version.files()) {
      Path target = folder.resolve(file.name());
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
        copy(version, file, out);
      }
    }
  }
}
