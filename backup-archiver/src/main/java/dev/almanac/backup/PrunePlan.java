package dev.almanac.backup;

import dev.almanac.blob.PendingInfo;
import dev.almanac.catalog.History;
import dev.almanac.catalog.Manifest;
import java.util.List;

/**
 * What a prune does, or would do.
 *
 * @param kept the backups that stay, oldest first
 * @param removed the backups that go, oldest first
 * @param history what is kept for people though no backup needs it
 * @param steps what becomes of files
 * @param abandoned what was prepared long ago and never shown: it goes
 */
public record PrunePlan(
    List<Manifest> kept,
    List<Manifest> removed,
    History history,
    List<FileStep> steps,
    List<PendingInfo> abandoned) {

  public PrunePlan {
    kept = List.copyOf(kept);
    removed = List.copyOf(removed);
    steps = List.copyOf(steps);
    abandoned = List.copyOf(abandoned);
  }

  /** The files that go. */
  public List<FileStep> removedFiles() {
    return steps.stream().filter(FileStep::removes).toList();
  }

  /** The files that go to another place of the archive. */
  public List<FileStep> movedFiles() {
    return steps.stream().filter(step -> !step.removes()).toList();
  }

  /** The size of the files that go; manifests are not counted. */
  public long removedBytes() {
    return removedFiles().stream().mapToLong(FileStep::size).sum();
  }
}
