package dev.almanac.registry;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A file of a version.
 *
 * @param name its path within the version, {@code stages/0/metadata}
 * @param size in bytes
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record ModelFile(String name, long size, String sha256) implements Serializable {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Refuses what no file of a version can be called.
   *
   * @throws IllegalArgumentException that says what it can be called
   */
  public static String checkName(String name) {
    return Names.file(name);
  }

  public ModelFile {
    Names.file(name);
    if (size < 0) {
      throw new IllegalArgumentException(name + " has a negative size: " + size);
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "a SHA-256 is 64 lower-case hexadecimal digits, found \"" + sha256 + "\"");
    }
  }
}
