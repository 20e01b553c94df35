package dev.almanac.backup;

import java.nio.file.Path;
import java.util.List;

/**
 * A block that was brought back.
 *
 * @param folder where it lies
 * @param differences files that are not as they were, none if the block is the same to the byte
 */
public record RestoredBlock(Path folder, List<FileDifference> differences) {

  public RestoredBlock {
    differences = List.copyOf(differences);
  }

  public boolean isIdentical() {
    return differences.isEmpty();
  }

  /**
   * A file of a block that is not as it was.
   *
   * @param path within the block
   * @param expected what the manifest says of it: size and SHA-256, or that there was none
   * @param found what there is
   */
  public record FileDifference(String path, String expected, String found) {}
}
