package dev.almanac.tsdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
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
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      long size = in.transferTo(java.io.OutputStream.nullOutputStream());
      return new BlockFile(path, size, HexFormat.of().formatHex(sha256.digest()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
