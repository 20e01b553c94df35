package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Archived files that belong together: those that one worker wrote for one day. */
final class ArchivedParts {

  private ArchivedParts() {}

  /** The parts that the files of rows among these make up, in order of days and backups. */
  static List<ArchivePart> open(BlobStore store, List<ArchivedFile> files) {
    ArchivedFiles archived = new ArchivedFiles(store);
    Map<String, Map<String, ArchiveInput>> parts = new TreeMap<>();
    for (ArchivedFile file : ofRows(files)) {
      parts
          .computeIfAbsent(partOf(file), key -> new HashMap<>())
          .put(file.kind(), archived.input(file));
    }
    return parts.values().stream()
        .map(
            part ->
                new ArchivePart(
                    part.get(ArchiveKind.SERIES.folder()),
                    part.get(ArchiveKind.SAMPLES.folder()),
                    part.get(ArchiveKind.HISTOGRAMS.folder())))
        .toList();
  }

  /** What the keys of a part's files have in common: they differ in the folder of their kind. */
  static String partOf(ArchivedFile file) {
    return file.key().substring(file.key().indexOf('/'));
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
