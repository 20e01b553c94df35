package dev.almanac.registry.mlflow;

import dev.almanac.registry.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that were sent to become a version: in a folder of this server, each under the token of who
 * sent it and a name that he chose. Nobody else sees them, and what is not made a version within a
 * day is removed. Safe for use by several threads.
 */
public final class Uploads {

  /** What paths of files begin with that are on their way to be a version. */
  public static final String PREFIX = "uploads/";

  private static final Pattern PATH =
      Pattern.compile(PREFIX + "([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:/(.+))?");
  private static final Duration KEPT = Duration.ofDays(1);

  private final Path root;
  private final long most;
  private final Clock clock;

  /**
   * @param root a folder for them alone
   * @param most how many bytes all of them may have
   */
  public Uploads(Path root, long most, Clock clock) {
    this.root = root;
    this.most = most;
    this.clock = clock;
  }

  /** Writes what is sent. */
  public interface Content {
    void copyTo(OutputStream out) throws IOException;
  }

  /**
   * A place to send to.
   *
   * @param upload its name
   * @param file a path within; empty where the upload as a whole is meant
   */
  private record Place(String upload, Optional<String> file) {}

  private static Place place(String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw Parameters.wrong("path", "is none of " + PREFIX + "NAME/FILE");
    }
    Optional<String> file = Optional.ofNullable(parts.group(2));
    try {
      file.ifPresent(ModelFile::checkName);
    } catch (IllegalArgumentException e) {
      throw Parameters.wrong("path", "cannot be used: " + e.getMessage());
    }
    return new Place(parts.group(1), file);
  }

  private Path folder(String owner, String upload) {
    return root.resolve(owner).resolve(upload);
  }

  /**
   * Keeps a file; one of the same name is replaced.
   *
   * @param owner the id of the token that sends it
   * @param path {@code uploads/NAME/FILE}
   */
  public void put(String owner, String path, Content content) throws IOException {
    Place place = place(path);
    String name = place.file().orElseThrow(() -> Parameters.wrong("path", "names no file"));
    removeOld();
    checkRoom();
    Path file = folder(owner, place.upload()).resolve(name);
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(Files.createDirectories(root), ".part-", "");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        content.copyTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void checkRoom() throws IOException {
    long there = 0;
    for (Path file : files(root)) {
      there += size(file);
    }
    if (there > most) {
      throw new MlflowException(
          MlflowException.Code.REQUEST_LIMIT_EXCEEDED,
          "%d bytes wait to be made versions, more than the %d that are kept; make them versions, or wait a day"
              .formatted(there, most));
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // made a version just now
    }
  }

  /** Those that are there now; meanwhile others come and go. */
  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Collections.sort(files);
    return files;
  }

  private void removeOld() throws IOException {
    Instant oldest = clock.instant().minus(KEPT);
    for (Path file : files(root)) {
      try {
        if (Files.getLastModifiedTime(file).compareTo(FileTime.from(oldest)) < 0) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException e) {
        // Somebody else was faster.
      }
    }
  }

  /**
   * The files of an upload, by their paths within it.
   *
   * @param path {@code uploads/NAME}, or a folder within
   */
  public SortedMap<String, Path> files(String owner, String path) {
    Place place = place(path);
    Path folder = folder(owner, place.upload());
    Path within = place.file().map(folder::resolve).orElse(folder);
    SortedMap<String, Path> files = new TreeMap<>();
    try {
      for (Path file : files(within)) {
        files.put(within.relativize(file).toString(), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Forgets an upload. */
  public void remove(String owner, String path) {
    Path folder = folder(owner, place(path).upload());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Something is being sent to it: that goes when it is old.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
