package dev.almanac.backup.component;

/**
 * What a path in a component may look like: relative, of plain names, joined by {@code /}. So a
 * path can lead nowhere but below the folder that a component is restored into.
 */
final class PackedPath {

  private static final int LONGEST_PATH = 4096;
  private static final int LONGEST_NAME = 255;

  private PackedPath() {}

  /**
   * @throws ComponentException where a restore could not or must not make a file of this path
   */
  static void check(String path) {
    if (path.length() > LONGEST_PATH) {
      throw refusal(path.substring(0, 60) + "…", "longer than " + LONGEST_PATH + " characters");
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw refusal(path, "absolute, or with an empty, . or .. part");
      }
      if (name.length() > LONGEST_NAME) {
        throw refusal(path, "with a name of more than " + LONGEST_NAME + " characters");
      }
    }
    if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
      throw refusal(path.replaceAll("[\\p{Cntrl}]", "?"), "with a control character or a \\");
    }
  }

  private static ComponentException refusal(String path, String why) {
    return new ComponentException(
        "a file of a component needs a plain relative path; found \"" + path + "\", " + why);
  }
}
