package dev.almanac.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a secret and nothing else. */
final class SecretFile {

  private SecretFile() {}

  /** The secret, without the end of its line. */
  static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
