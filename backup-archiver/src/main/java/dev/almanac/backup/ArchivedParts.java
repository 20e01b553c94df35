package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchivePart;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Archived files that belong together: those that one worker wrote for one day. */
final class ArchivedParts {

  private ArchivedParts() {}

  /** The parts that these files make up, in order of days and backups. */
  static List<ArchivePart> open(BlobStore store, List<ArchivedFile> files) {
    ArchivedFiles archived = new ArchivedFiles(store);
    Map<String, Map<String, ArchiveInput>> parts = new TreeMap<>();
    for (ArchivedFile file : files) {
      String part = file.key().substring(file.key().indexOf('/'));
      parts.computeIfAbsent(part, key -> new HashMap<>()).put(file.kind(), archived.input(file));
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

  /** Those of the files that hold rows; chunks belong to blocks, not to parts. */
  static List<ArchivedFile> ofRows(List<ArchivedFile> files) {
    return files.stream().filter(file -> !file.kind().equals(ArchiveKind.CHUNKS.folder())).toList();
  }

  /** The files of rows that any of these backups names for that day, each once, by keys. */
  static List<ArchivedFile> ofDay(List<Manifest> backups, LocalDate day) {
    Map<String, ArchivedFile> files = new TreeMap<>();
    for (Manifest backup : backups) {
      for (ArchivedFile file : backup.files()) {
        if (file.day().equals(day) && !file.kind().equals(ArchiveKind.CHUNKS.folder())) {
          files.put(file.key(), file);
        }
      }
    }
    return List.copyOf(files.values());
  }
}
