package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.FileMemory;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Archived files that belong together: those that one worker wrote for one day. */
final class ArchivedParts {

  /** Parts are numbered with leading zeros, but for those that have more digits. */
  private static final Comparator<String> IN_ORDER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private ArchivedParts() {}

  /** The parts that the files of rows among these make up, in order of days and backups. */
  static List<ArchivePart> open(BlobStore store, List<ArchivedFile> files) {
    return chains(store, FileMemory.NONE, files).stream().flatMap(List::stream).toList();
  }

  /**
   * The same parts by day and backup: of those the workers of one backup wrote for one day, each
   * holds series after those of the one before.
   */
  static List<List<ArchivePart>> chains(
      BlobStore store, FileMemory memory, List<ArchivedFile> files) {
    ArchivedFiles archived = new ArchivedFiles(store);
    Map<String, Map<String, Map<String, ArchiveInput>>> chains = new TreeMap<>();
    for (ArchivedFile file : ofRows(files)) {
      String part = partOf(file);
      chains
          .computeIfAbsent(chainOf(part), key -> new TreeMap<>(IN_ORDER))
          .computeIfAbsent(part, key -> new HashMap<>())
          .put(file.kind(), memory.remembering(archived.input(file)));
    }
    return chains.values().stream()
        .map(parts -> parts.values().stream().map(ArchivedParts::part).toList())
        .toList();
  }

  /** How many chains the files make up. */
  static int chainsOf(List<ArchivedFile> files) {
    return (int) files.stream().map(file -> chainOf(partOf(file))).distinct().count();
  }

  private static String chainOf(String part) {
    return ArchiveLayout.isLate(part) ? part : part.substring(0, part.lastIndexOf('-'));
  }

  /** What the keys of a part's files have in common: they differ in the folder of their kind. */
  static String partOf(ArchivedFile file) {
    return file.key().substring(file.key().indexOf('/'));
  }

  private static ArchivePart part(Map<String, ArchiveInput> files) {
    return new ArchivePart(
        files.get(ArchiveKind.SERIES.folder()),
        files.get(ArchiveKind.SAMPLES.folder()),
        files.get(ArchiveKind.HISTOGRAMS.folder()));
  }

  /** Those of the files whose rows blocks showed; what came late each backup has of its own. */
  static List<ArchivedFile> ofBlocks(List<ArchivedFile> files) {
    return ofRows(files).stream().filter(file -> !ArchiveLayout.isLate(file.key())).toList();
  }

  /** Those of the files that hold rows; chunks belong to blocks, not to parts. */
  static List<ArchivedFile> ofRows(List<ArchivedFile> files) {
    return files.stream().filter(file -> !file.kind().equals(ArchiveKind.CHUNKS.folder())).toList();
  }
}
