package dev.almanac.backup;

import static java.util.stream.Collectors.toSet;

import dev.almanac.catalog.ArchivedFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Judges, once every part is staged, which days cannot stay as they are archived: those of which
 * the snapshot no longer shows a sample that it should, and those of which archived files are lost.
 * Files are never changed, so such a day is archived anew as a whole, and the files it had are
 * superseded.
 */
public final class RewrittenDays {

  private final ArchivePlan plan;
  private final List<StagedPart> parts;
  private final Set<LocalDate> days;

  private RewrittenDays(ArchivePlan plan, List<StagedPart> parts) {
    this.plan = plan;
    this.parts = parts;
    days =
        parts.stream()
            .filter(part -> part.removed() > 0 || part.isUnread())
            .map(part -> part.split().day())
            .collect(toSet());
  }

  /**
   * Judges the parts.
   *
   * @param parts what became of every split of the plan
   * @throws BackupException where most of what is archived of that time is gone, which an archive
   *     that belongs to another server would look like
   */
  public static RewrittenDays of(ArchivePlan plan, List<StagedPart> parts) {
    RewrittenDays judged = new RewrittenDays(plan, parts);
    judged.refuseAnotherServer();
    return judged;
  }

  /** The parts that stay. */
  public List<StagedPart> kept() {
    return parts.stream().filter(part -> !days.contains(part.split().day())).toList();
  }

  /** The pieces to be archived anew; what was staged of them is left to be discarded. */
  public List<ArchiveSplit> splits() {
    return parts.stream()
        .map(StagedPart::split)
        .filter(split -> days.contains(split.day()))
        .map(split -> split.without(lost(split.day())).rewritten())
        .toList();
  }

  /** What any part of the day has found to be lost. */
  private Set<ArchivedFile> lost(LocalDate day) {
    return parts.stream()
        .map(StagedPart::split)
        .filter(split -> split.day().equals(day))
        .flatMap(split -> split.lost().stream())
        .collect(toSet());
  }

  private void refuseAnotherServer() {
    long removed = parts.stream().mapToLong(StagedPart::removed).sum();
    long compared = parts.stream().mapToLong(StagedPart::compared).sum();
    if (removed > compared - removed && !plan.acceptRemovals()) {
      throw new BackupException(
          plan.archive()
              + " holds "
              + compared
              + " samples of the time that this snapshot covers, and the snapshot shows no more"
              + " than "
              + (compared - removed)
              + " of them: is it that of another server? Each server needs an archive of its own."
              + " If it is the same one and they were deleted, run again with --accept-removals");
    }
  }
}
