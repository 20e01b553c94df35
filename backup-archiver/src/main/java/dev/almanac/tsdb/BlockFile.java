package dev.almanac.tsdb;

import dev.almanac.blob.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of a block and its fingerprint.
 *
 * @param path from the block's folder on, with slashes: {@code chunks/000001}
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal
 */
public record BlockFile(String path, long size, String sha256) {

  /** Every file below a block's folder, in order of path. Reads them all. */
  public static List<BlockFile> in(Path block) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(block)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + block, e);
    }
    List<BlockFile> digests = new ArrayList<>();
    for (Path file : files) {
      String path = block.relativize(file).toString().replace('\\', '/');
      digests.add(digest(file, path));
    }
    return digests;
  }

  private static BlockFile digest(Path file, String path) {
    try {
      return new BlockFile(path, Files.size(file), Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
