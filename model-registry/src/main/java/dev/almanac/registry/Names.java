package dev.almanac.registry;

import java.util.List;
import java.util.regex.Pattern;

/** What models, aliases and files of a version may be called, so that every store holds them. */
final class Names {

  /** Keeps the longest key within what a store accepts, whatever the others are. */
  private static final int MAX_NAME = 48;

  private static final int MAX_FILE = 80;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final Pattern VERSION = Pattern.compile("v?[0-9]+");
  private static final String PART = "[A-Za-z0-9=_-][A-Za-z0-9=._-]*";
  private static final Pattern FILE = Pattern.compile(PART + "(/" + PART + ")*");

  /** What a person may write in place of the newest version's number. */
  static final String LATEST = "latest";

  private Names() {}

  static String model(String name) {
    return checked("model", name);
  }

  /** An alias can be told from a version's number, and from {@link #LATEST}. */
  static String alias(String name) {
    checked("alias", name);
    if (!isAlias(name)) {
      throw new IllegalArgumentException("an alias cannot be called " + name);
    }
    return name;
  }

  private static String checked(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a name of %s begins with a letter and has lower-case letters, digits, - and _, %d at most; found \"%s\""
              .formatted(what.equals("alias") ? "an alias" : "a model", MAX_NAME, name));
    }
    return name;
  }

  static boolean isName(String name) {
    return name.length() <= MAX_NAME && NAME.matcher(name).matches();
  }

  static boolean isAlias(String name) {
    return isName(name) && !VERSION.matcher(name).matches() && !name.equals(LATEST);
  }

  static String file(String name) {
    if (name.length() > MAX_FILE || !FILE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a file of a version is named by parts of [A-Za-z0-9=._-] joined by '/', none beginning with '.', %d characters at most; found \"%s\""
              .formatted(MAX_FILE, name));
    }
    return name;
  }

  /**
   * Refuses names of which one is given twice, or is a folder of another.
   *
   * @param names in order
   */
  static void checkTogether(List<String> names) {
    for (String name : names) {
      for (String other : names) {
        if (other.startsWith(name + "/")) {
          throw new IllegalArgumentException(name + " is a file and the folder of " + other);
        }
      }
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("a file of a version is listed twice: " + names);
    }
  }
}
