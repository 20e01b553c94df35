package dev.almanac.backup;

import java.util.Optional;

/**
 * One step that brings a stored file to where it belongs, or out of the archive.
 *
 * @param key where the file lies
 * @param destination where it belongs, or empty where it is to go
 * @param size in bytes
 */
public record FileStep(String key, Optional<String> destination, long size) {

  static FileStep remove(String key, long size) {
    return new FileStep(key, Optional.empty(), size);
  }

  static FileStep move(String key, String destination, long size) {
    return new FileStep(key, Optional.of(destination), size);
  }

  /** Whether the file is to go. */
  public boolean removes() {
    return destination.isEmpty();
  }
}
