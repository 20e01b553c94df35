package dev.almanac.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that is looked at.
 *
 * @param root below which its files are; {@code /} but for a machine that does not run
 * @param proc the kernel's view of what runs
 * @param now against which expiry is told
 */
record Host(Path root, Path proc, Instant now) {

  /** No configuration is larger; what is, is none of ours. */
  private static final long LARGEST_TEXT = 4 << 20;

  /** A file of the machine, by its absolute name there. */
  Path at(String name) {
    return root.resolve(name.substring(1));
  }

  /** How the machine itself calls a file. */
  String name(Path file) {
    return "/" + root.relativize(file);
  }

  /**
   * The files of a folder whose names a pattern fits, in order.
   *
   * @param glob an absolute name with wildcards in its last part
   */
  List<Path> matching(String glob) throws IOException {
    int slash = glob.lastIndexOf('/');
    Path folder = at(glob.substring(0, slash + 1));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = root.getFileSystem().getPathMatcher("glob:" + glob.substring(slash + 1));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }

  /** A folder and all that is below it, links left out, in order; nothing where it is not there. */
  List<Path> below(String folder) throws IOException {
    if (!Files.exists(at(folder))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(at(folder))) {
      return files.filter(file -> !Files.isSymbolicLink(file)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The text of a file; empty where it is not there. */
  Optional<String> text(String name) throws IOException {
    Path file = at(name);
    return Files.isRegularFile(file) ? Optional.of(text(file)) : Optional.empty();
  }

  /** The text of a file, any byte a character of its own: configuration need not be UTF-8. */
  String text(Path file) throws IOException {
    if (Files.size(file) > LARGEST_TEXT) {
      throw new IOException(
          file + ": expected a configuration of at most " + LARGEST_TEXT + " bytes");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
