package dev.almanac.prometheus;

import java.util.regex.Pattern;

/**
 * A snapshot that a Prometheus has made of itself.
 *
 * @param name the folder's name below {@code <data>/snapshots}: when it was made, in UTC, and a
 *     random number, {@code 20261123T070017Z-09baab96c2ee1d90}
 */
public record Snapshot(String name) {

  private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{1,16}");

  /**
   * @throws IllegalArgumentException for a name that Prometheus does not give: it becomes part of a
   *     path, and of what is deleted
   */
  public Snapshot {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a snapshot's name such as 20261123T070017Z-09baab96c2ee1d90, found " + name);
    }
  }
}
