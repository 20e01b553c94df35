package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.time.LocalDate;
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
    for (ArchivedFile file : files) {
      if (!isOfRows(file)) {
        continue;
      }
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

  /** The files of rows that a backup names for that day. */
  static List<ArchivedFile> ofDay(Manifest backup, LocalDate day) {
    return backup.files().stream()
        .filter(file -> file.day().equals(day) && isOfRows(file))
        .toList();
  }

  /** Whether it is more than bytes kept beside the rows. */
  private static boolean isOfRows(ArchivedFile file) {
    return !file.kind().equals(ArchiveKind.CHUNKS.folder());
  }

  /**
   * The files that hold what the archive shows of that day: those that the newest backup names
   * which has to do with it. An older one may name others, which were superseded since.
   *
   * @param backups oldest first
   */
  static List<ArchivedFile> live(List<Manifest> backups, LocalDate day) {
    for (int i = backups.size() - 1; i >= 0; i--) {
      List<ArchivedFile> files = ofDay(backups.get(i), day);
      if (!files.isEmpty() || covers(backups.get(i), day)) {
        return files;
      }
    }
    return List.of();
  }

  /** Whether a snapshot had something to say of that day, if only that there is nothing left. */
  private static boolean covers(Manifest backup, LocalDate day) {
    TimeRange time = ArchiveLayout.rangeOf(day.toEpochDay());
    return backup.blocks().stream().anyMatch(block -> block.timeRange().overlaps(time));
  }
}
