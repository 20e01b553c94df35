package dev.almanac.backup.component;

import static java.util.Objects.requireNonNull;

/**
 * A file of a component.
 *
 * @param path where it lies in the component, {@code etc/prometheus/prometheus.yml}
 * @param mode its permission bits, {@code 0640}
 * @param content its bytes
 */
public record ComponentFile(String path, int mode, FileContent content) {

  /** The mode of what is written by a program and holds no secret. */
  public static final int PLAIN = 0644;

  public ComponentFile {
    PackedPath.check(path);
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "permission bits are 0 to 0777, found 0" + Integer.toOctalString(mode));
    }
    requireNonNull(content, "content");
  }
}
