package dev.almanac.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of every object of the registry. Whoever copies them in order of keys meets who names
 * before what is named: aliases, then versions ({@code catalog}), then files. So a copy that is
 * made while versions are published names nothing that it does not hold.
 */
final class RegistryLayout {

  static final String ROOT = "registry/";
  static final String ALIASES = ROOT + "aliases/";
  static final String VERSIONS = ROOT + "catalog/";
  static final String DELETIONS = ROOT + "deleted/";
  static final String FAILURES = ROOT + "failures/";
  static final String FILES = ROOT + "files/";
  static final String NOTES = ROOT + "notes/";
  static final String REPORTS = ROOT + "reports/";

  /** How many digits numbers have in keys. */
  static final int DIGITS = 8;

  private static final String NAME = "([a-z][a-z0-9_-]*)";
  private static final String NUMBER = "([0-9]{" + DIGITS + "})";
  private static final Pattern ALIAS =
      Pattern.compile(ALIASES + NAME + "/" + NAME + "/" + NUMBER + "\\.json");
  private static final Pattern VERSION =
      Pattern.compile(VERSIONS + NAME + "/" + NUMBER + "\\.json");
  private static final Pattern DELETION =
      Pattern.compile(DELETIONS + NAME + "/" + NUMBER + "\\.json");
  private static final Pattern FAILURE =
      Pattern.compile(FAILURES + NAME + "/" + NUMBER + "\\.json");
  private static final Pattern REPORT =
      Pattern.compile(REPORTS + NAME + "/" + NUMBER + "/" + NUMBER + "\\.json");
  private static final Pattern NOTE =
      Pattern.compile(NOTES + NAME + "/" + NUMBER + "/" + NUMBER + "\\.json");
  private static final Pattern FILE = Pattern.compile(FILES + NAME + "/([^/]+)/(.+)");

  private RegistryLayout() {}

  /** What the keys of a model's versions begin with. */
  static String versions(String model) {
    return VERSIONS + Names.model(model) + "/";
  }

  static String version(VersionId id) {
    return versions(id.model()) + number(id) + ".json";
  }

  /** What the keys of the records of a model's deleted versions begin with. */
  static String deletions(String model) {
    return DELETIONS + Names.model(model) + "/";
  }

  /** What the keys of a model's aliases begin with. */
  static String aliases(String model) {
    return ALIASES + Names.model(model) + "/";
  }

  /** What the keys of an alias's moves begin with. */
  static String alias(AliasName name) {
    return aliases(name.model()) + name.alias() + "/";
  }

  /** What the keys of the records of a model's failed trainings begin with. */
  static String failures(String model) {
    return FAILURES + Names.model(model) + "/";
  }

  /** What the keys of the reports on a version begin with. */
  static String reports(VersionId id) {
    return REPORTS + id.model() + "/" + number(id) + "/";
  }

  /** What the keys of the notes on a model or a version begin with. */
  static String notes(NoteSubject subject) {
    return NOTES
        + subject.model()
        + "/"
        + String.format(Locale.ROOT, "%0" + DIGITS + "d", subject.version())
        + "/";
  }

  /** What the keys of a version's files begin with. */
  static String files(Publication publication) {
    return FILES + publication.model() + "/" + publication.id() + "/";
  }

  static String file(Publication publication, String name) {
    return files(publication) + Names.file(name);
  }

  private static String number(VersionId id) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", id.number());
  }

  /** The alias whose move lies here, as model and name. */
  static Optional<AliasName> aliasOf(String key) {
    Matcher matcher = ALIAS.matcher(key);
    return matcher.matches() && Names.isName(matcher.group(1)) && Names.isAlias(matcher.group(2))
        ? Optional.of(new AliasName(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The version that this is the document of. */
  static Optional<VersionId> versionOf(String key) {
    return id(VERSION.matcher(key));
  }

  /** The version that this says was deleted. */
  static Optional<VersionId> deletionOf(String key) {
    return id(DELETION.matcher(key));
  }

  /** Whether this is the record of a training that failed: the model's name, and its number. */
  static Optional<VersionId> failureOf(String key) {
    return id(FAILURE.matcher(key));
  }

  /** The version that this is a report on. */
  static Optional<VersionId> reportOf(String key) {
    return id(REPORT.matcher(key));
  }

  /** What this is a note on. */
  static Optional<NoteSubject> noteOf(String key) {
    Matcher note = NOTE.matcher(key);
    return note.matches() && Names.isName(note.group(1))
        ? Optional.of(new NoteSubject(note.group(1), Integer.parseInt(note.group(2))))
        : Optional.empty();
  }

  private static Optional<VersionId> id(Matcher key) {
    if (!key.matches() || !Names.isName(key.group(1)) || Integer.parseInt(key.group(2)) == 0) {
      return Optional.empty();
    }
    return Optional.of(new VersionId(key.group(1), Integer.parseInt(key.group(2))));
  }

  /** The publication that this is a file of. */
  static Optional<Publication> publicationOf(String key) {
    Matcher file = FILE.matcher(key);
    if (!file.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Publication(file.group(1), file.group(2)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // nothing the registry wrote
    }
  }

  /** Whether the registry could have written this. */
  static boolean isKnown(String key) {
    return aliasOf(key).isPresent()
        || versionOf(key).isPresent()
        || deletionOf(key).isPresent()
        || failureOf(key).isPresent()
        || reportOf(key).isPresent()
        || noteOf(key).isPresent()
        || publicationOf(key).isPresent();
  }
}
