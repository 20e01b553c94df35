package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.util.List;

/**
 * What a snapshot holds and the archive does not: the snapshot's series and samples, less those
 * that are archived bit for bit. So each sample is written once, however many backups contain it.
 *
 * <p>Late samples, older than some that are archived, are found like any other. A sample that is
 * archived and that the snapshot, though it covers its time, does not show (or shows otherwise) was
 * deleted or changed; {@link #removed()} counts those.
 */
final class NewSamples implements SeriesCursor {

  private final SeriesCursor snapshot;
  private final SeriesCursor archive;
  private final List<TimeRange> coverage;
  private final Recuts recuts;

  private boolean archiveHasSeries;
  private Run archived;
  private int archivedPosition;

  private Run run;
  private int position;

  private final SampleTally seen = new SampleTally();
  private long removed;
  private Removal firstRemoval;

  /**
   * Takes over both cursors and closes them with itself.
   *
   * @param coverage the times for which the snapshot shows everything there is
   * @param recuts told where chunks of the snapshot begin or end elsewhere than archived ones
   */
  NewSamples(SeriesCursor snapshot, SeriesCursor archive, List<TimeRange> coverage, Recuts recuts) {
    this.snapshot = snapshot;
    this.archive = archive;
    this.coverage = coverage;
    this.recuts = recuts;
    archiveHasSeries = archive.nextSeries();
  }

  /** Told of a sample that begins a chunk in the snapshot or in the archive, but not in both. */
  interface Recuts {
    void recut(Labels labels, long timestamp);
  }

  /** An archived sample that the snapshot should show and does not. */
  record Removal(Labels labels, long timestamp) {}

  /** The samples of the snapshot that were looked at, archived or not. */
  SampleTally seen() {
    return seen;
  }

  /** How many archived samples the snapshot should show and does not. */
  long removed() {
    return removed;
  }

  /** The first of them, or null. */
  Removal firstRemoval() {
    return firstRemoval;
  }

  @Override
  public boolean nextSeries() {
    drainRun();
    if (!snapshot.nextSeries()) {
      while (archiveHasSeries) {
        leaveArchivedSeries();
      }
      return false;
    }
    while (archiveHasSeries && order() < 0) {
      leaveArchivedSeries();
    }
    run = null;
    position = 0;
    archived = archiveHasSeries && order() == 0 ? archive.nextRun() : null;
    archivedPosition = 0;
    return true;
  }

  private int order() {
    return Labels.BY_METRIC_NAME.compare(archive.labels(), snapshot.labels());
  }

  /** Passes over what is left of the archived series, all of it missing from the snapshot. */
  private void leaveArchivedSeries() {
    if (archived == null) {
      archived = archive.nextRun();
      archivedPosition = 0;
    }
    while (archived != null) {
      noteRemoved();
      nextArchived();
    }
    archiveHasSeries = archive.nextSeries();
  }

  /** Looks at what the caller left of the series, so that no removal goes unseen. */
  private void drainRun() {
    while (run != null && nextRun() != null) {
      // nextRun() counts.
    }
    while (archived != null) {
      noteRemoved();
      nextArchived();
    }
  }

  @Override
  public Labels labels() {
    return snapshot.labels();
  }

  @Override
  public Run nextRun() {
    while (true) {
      if (run == null || position == run.size()) {
        run = snapshot.nextRun();
        position = 0;
        if (run == null) {
          return null;
        }
        seen.add(run);
      }
      skipArchivedSamples();
      int start = position;
      passNewSamples();
      if (position > start) {
        boolean whole = start == 0 && position == run.size();
        return whole ? run : run.copy(start, position);
      }
    }
  }

  /** Moves both sides on while they show the same sample. */
  private void skipArchivedSamples() {
    while (position < run.size()) {
      passMissing(run.timestamps[position]);
      if (archived == null || !run.sameSample(position, archived, archivedPosition)) {
        return;
      }
      if (startsChunk(run, position) != startsChunk(archived, archivedPosition)) {
        recuts.recut(labels(), run.timestamps[position]);
      }
      position++;
      nextArchived();
    }
  }

  private static boolean startsChunk(Run run, int position) {
    return position == 0 && run.startsChunk();
  }

  /** Moves on over samples that the archive does not hold. */
  private void passNewSamples() {
    while (position < run.size()) {
      if (archived == null || run.lastTimestamp() < archived.timestamps[archivedPosition]) {
        position = run.size();
        return;
      }
      passMissing(run.timestamps[position]);
      if (archived != null && run.sameSample(position, archived, archivedPosition)) {
        return;
      }
      position++;
    }
  }

  /** Moves over archived samples before a time: the snapshot does not show them. */
  private void passMissing(long timestamp) {
    while (archived != null && archived.timestamps[archivedPosition] < timestamp) {
      noteRemoved();
      nextArchived();
    }
  }

  private void nextArchived() {
    if (++archivedPosition == archived.size()) {
      archived = archive.nextRun();
      archivedPosition = 0;
    }
  }

  private void noteRemoved() {
    long timestamp = archived.timestamps[archivedPosition];
    for (TimeRange covered : coverage) {
      if (covered.contains(timestamp)) {
        if (removed++ == 0) {
          firstRemoval = new Removal(archive.labels(), timestamp);
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    snapshot.close();
    archive.close();
  }
}
