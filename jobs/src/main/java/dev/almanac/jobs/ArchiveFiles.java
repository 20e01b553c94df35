package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Parquet files of an archive in a folder: every file that lies in one of its live folders,
 * {@code <kind>/day=YYYY-MM-DD/*.parquet}, in order of days, and the rollups of them.
 */
record ArchiveFiles(
    List<Path> samples, List<Path> histograms, List<Path> series, RollupFiles rollups) {

  /** The folders that hold Parquet. */
  static final List<String> KINDS = List.of("samples", "histograms", "series");

  static final Pattern DAY = Pattern.compile("day=\\d{4}-\\d{2}-\\d{2}");
  static final String SUFFIX = ".parquet";

  /**
   * Looks into the folders; those that are not there yet hold nothing.
   *
   * @throws NoSuchFileException where there is no such folder at all: most likely a slip of the pen
   */
  static ArchiveFiles in(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root.toString());
    }
    List<Path> samples = parquet(root.resolve("samples"));
    return new ArchiveFiles(
        samples,
        parquet(root.resolve("histograms")),
        parquet(root.resolve("series")),
        RollupFiles.in(root, samples));
  }

  boolean isEmpty() {
    return samples.isEmpty() && histograms.isEmpty() && series.isEmpty() && rollups.all().isEmpty();
  }

  /** Every file. */
  List<Path> all() {
    return Stream.of(samples, histograms, series, rollups.all()).flatMap(List::stream).toList();
  }

  private static List<Path> parquet(Path kind) throws IOException {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(kind)) {
      return files;
    }
    for (Path day : sorted(kind, ArchiveFiles::isDay)) {
      files.addAll(sorted(day, ArchiveFiles::isParquet));
    }
    return files;
  }

  private static boolean isDay(Path folder) {
    return DAY.matcher(folder.getFileName().toString()).matches() && Files.isDirectory(folder);
  }

  private static boolean isParquet(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(file);
  }

  private static List<Path> sorted(Path folder, DirectoryStream.Filter<Path> wanted)
      throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, wanted)) {
      entries.forEach(found::add);
    }
    found.sort(null);
    return found;
  }
}
