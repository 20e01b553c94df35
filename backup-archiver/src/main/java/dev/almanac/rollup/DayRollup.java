package dev.almanac.rollup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.PartFile;
import dev.almanac.archive.RollupGroups;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.archive.RollupWriter;
import dev.almanac.archive.SeriesRow;
import dev.almanac.archive.SeriesRows;
import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.PendingBlob;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Rolls up one day. */
public final class DayRollup {

  private final BlobStore store;
  private final RollupDay day;
  private final LongConsumer progress;

  /**
   * @param store stays its owner's to close
   * @param progress told of samples read
   */
  public DayRollup(BlobStore store, RollupDay day, LongConsumer progress) {
    this.store = store;
    this.day = day;
    this.progress = progress;
  }

  /**
   * Makes the files, shows them in the archive and takes them out of the folder. A step is shown
   * after the list of series, so that who sees the one finds the other.
   *
   * @param folder where they are made; empty, and empty again
   * @return the bytes that were added to the archive
   */
  public long publish(Path folder) {
    Map<Optional<RollupStep>, PartFile> files = write(folder, RollupGroups.SMALL);
    long bytes = 0;
    if (files.containsKey(Optional.<RollupStep>empty())) {
      bytes += publish(Optional.empty(), files.get(Optional.<RollupStep>empty()));
    }
    for (RollupStep step : day.steps()) {
      PartFile file = files.get(Optional.of(step));
      if (file != null) {
        bytes += publish(Optional.of(step), file);
      }
    }
    return bytes;
  }

  private long publish(Optional<RollupStep> step, PartFile file) {
    String key = new Place(step, day.day().toEpochDay(), day.name()).key();
    PendingBlob pending = store.prepare(key, file.path());
    boolean added = store.publish(pending);
    if (!added) {
      // Another run was faster: the same samples make the same bytes.
      store.discard(pending);
    }
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      throw new UncheckedIOException(file.path() + " cannot be removed", e);
    }
    return added ? file.bytes() : 0;
  }

  /** Makes the files in the folder, the list of series under an empty key. */
  Map<Optional<RollupStep>, PartFile> write(Path folder, RollupGroups groups) {
    ArchivedSeries archived =
        new ArchivedSeries(store, day.files(), ArchiveLayout.rangeOf(day.day().toEpochDay()));
    Map<Labels, SeriesRow> known = known(archived);
    RolledSeries rolled = new RolledSeries();
    try (SeriesCursor series = archived.openValues(SeriesRange.ALL, labels -> true);
        RollupWriter writer = new RollupWriter(folder, day.steps(), groups)) {
      while (series.nextSeries()) {
        rolled.clear();
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          rolled.add((FloatRun) run);
          progress.accept(run.size());
        }
        if (!rolled.isEmpty()) {
          SeriesRow row = known.get(series.labels());
          writer.startSeries(row);
          for (RollupStep step : day.steps()) {
            rolled.rollUp(step.millis(), window -> writer.append(step, row, window));
          }
        }
      }
      return writer.finish();
    }
  }

  /** What the parts of the day say of each series, together. */
  private static Map<Labels, SeriesRow> known(ArchivedSeries archived) {
    Map<Labels, SeriesRow> known = new HashMap<>();
    for (ArchivePart part : archived.parts()) {
      SeriesRows rows = SeriesRows.open(part.series());
      while (rows.next()) {
        known.merge(rows.row().labels(), rows.row(), DayRollup::together);
      }
    }
    return known;
  }

  private static SeriesRow together(SeriesRow one, SeriesRow other) {
    return new SeriesRow(
        one.seriesId(),
        one.labels(),
        Math.min(one.firstTs(), other.firstTs()),
        Math.max(one.lastTs(), other.lastTs()),
        one.samples() + other.samples(),
        one.histograms() + other.histograms(),
        one.digest() + other.digest());
  }
}
