package dev.almanac.install;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file as it should be.
 *
 * @param path where, on the installed machine
 * @param keep whether what somebody made of it since stays as it is
 */
record PlacedFile(String path, String content, Owner owner, boolean keep) {

  static PlacedFile of(String path, String content) {
    return of(path, content, Owner.ROOT);
  }

  static PlacedFile of(String path, String content, Owner owner) {
    return new PlacedFile(path, content, owner, false);
  }

  /** The same, written once and then the operators'. */
  PlacedFile kept() {
    return new PlacedFile(path, content, owner, true);
  }

  boolean secret() {
    return (owner.mode() & 0007) == 0;
  }

  byte[] bytes() {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  boolean isContent(byte[] found) {
    return Arrays.equals(bytes(), found);
  }
}
