package dev.almanac.backup;

import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Archived files that belong together: those that one worker wrote for one day. */
final class ArchivedParts {

  private ArchivedParts() {}

  /** The files by part, in order of backups. */
  static List<List<ArchivedFile>> of(List<ArchivedFile> files) {
    Map<String, List<ArchivedFile>> parts = new TreeMap<>();
    for (ArchivedFile file : files) {
      String part = file.day() + "/" + file.key().substring(file.key().lastIndexOf('/'));
      parts.computeIfAbsent(part, key -> new ArrayList<>()).add(file);
    }
    return List.copyOf(parts.values());
  }

  /** The files that any of these backups names for that day, each once, in order of keys. */
  static List<ArchivedFile> ofDay(List<Manifest> backups, LocalDate day) {
    Map<String, ArchivedFile> files = new TreeMap<>();
    for (Manifest backup : backups) {
      for (ArchivedFile file : backup.files()) {
        if (file.day().equals(day)) {
          files.put(file.key(), file);
        }
      }
    }
    return List.copyOf(files.values());
  }
}
