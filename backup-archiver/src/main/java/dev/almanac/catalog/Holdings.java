package dev.almanac.catalog;

import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides what each stored file is to an archive, by its manifests and its history alone. Who
 * moves, removes or counts files asks here and nowhere else.
 *
 * <p>A day is shown as the newest backup has it that has to do with it: one that names a file of
 * the day, or whose snapshot had a block there, if only to say that nothing is left. What that one
 * does not name is superseded, as long as an older one names it. Days that no backup has to do with
 * are shown as the history has them.
 */
public final class Holdings {

  private final List<Manifest> backups;
  private final History history;
  private final Map<LocalDate, Optional<Manifest>> newestOfDay = new HashMap<>();
  private final Map<String, ArchivedFile> files = new TreeMap<>();
  private final Map<String, FileState> states = new HashMap<>();
  private final Set<String> components = new HashSet<>();

  /**
   * @param backups oldest first
   */
  public Holdings(List<Manifest> backups, History history) {
    this.backups = List.copyOf(backups);
    this.history = history;
    for (ArchivedFile file : history.files()) {
      if (newest(file.day()).isEmpty()) {
        add(file, FileState.HISTORY);
      }
    }
    for (Manifest backup : backups) {
      for (ArchivedFile file : backup.files()) {
        boolean live =
            newest(file.day()).filter(newest -> newest.id().equals(backup.id())).isPresent();
        add(file, live ? FileState.LIVE : FileState.SUPERSEDED);
      }
      backup.components().forEach(component -> components.add(component.key()));
    }
  }

  /** Later backups know better. */
  private void add(ArchivedFile file, FileState state) {
    files.put(file.key(), file);
    states.put(file.key(), state);
  }

  /** What a file is that was published under this key. */
  public FileState stateOf(String key) {
    return states.getOrDefault(key, FileState.DEBRIS);
  }

  /** Every file that is not debris, in order of keys. */
  public Collection<ArchivedFile> files() {
    return Collections.unmodifiableCollection(files.values());
  }

  /** Whether a backup needs the component of this key. */
  public boolean namesComponent(String key) {
    return components.contains(key);
  }

  /** The files that hold what the archive shows of a day. */
  public List<ArchivedFile> shown(LocalDate day) {
    List<ArchivedFile> all = newest(day).map(Manifest::files).orElse(history.files());
    return all.stream().filter(file -> file.day().equals(day)).toList();
  }

  /** Whether a backup has to do with this day. */
  public boolean mentions(LocalDate day) {
    return newest(day).isPresent();
  }

  private Optional<Manifest> newest(LocalDate day) {
    return newestOfDay.computeIfAbsent(day, this::findNewest);
  }

  private Optional<Manifest> findNewest(LocalDate day) {
    for (int i = backups.size() - 1; i >= 0; i--) {
      if (mentions(backups.get(i), day)) {
        return Optional.of(backups.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean mentions(Manifest backup, LocalDate day) {
    TimeRange time = new TimeRange(startOf(day), startOf(day.plusDays(1)));
    return backup.blocks().stream().anyMatch(block -> block.timeRange().overlaps(time))
        || backup.files().stream().anyMatch(file -> file.day().equals(day));
  }

  private static long startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
