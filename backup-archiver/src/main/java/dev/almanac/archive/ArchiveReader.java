package dev.almanac.archive;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Reads parts of the archive back into the series they were written from. */
public final class ArchiveReader {

  private ArchiveReader() {}

  /**
   * The series of these parts, of one day or several, merged; each with its runs in order of time.
   * A run is a chunk as Prometheus cut it, or what the parts hold of it: a chunk that spans
   * midnight comes as two runs, of which the second does not start a chunk.
   *
   * @throws CorruptArchiveException here or by the call that meets the fault
   */
  public static SeriesCursor open(List<ArchivePart> parts, SeriesRange wanted, TimeRange within) {
    return open(parts, wanted, within, true);
  }

  /**
   * The same series with their times and values alone: no column that tells of chunks is read, a
   * run is as long as it can be, and native histograms are passed over, so that a series may have
   * no run. Which series a part holds is known before any of its samples is read; of those that the
   * caller moves past, none is.
   *
   * @throws CorruptArchiveException here or by the call that meets the fault
   */
  public static SeriesCursor openValues(
      List<ArchivePart> parts, SeriesRange wanted, TimeRange within) {
    return open(parts, wanted, within, false);
  }

  private static SeriesCursor open(
      List<ArchivePart> parts, SeriesRange wanted, TimeRange within, boolean chunks) {
    List<PartCursor> cursors = new ArrayList<>();
    for (ArchivePart part : parts) {
      cursors.add(new PartCursor(part, wanted, within, chunks));
    }
    return new Merged(cursors);
  }

  /** Merges parts by labels; parts that share a series yield it one after the other. */
  private static final class Merged implements SeriesCursor {

    private static final Comparator<PartCursor> ORDER =
        Comparator.comparing((PartCursor part) -> part.row().labels(), Labels.BY_METRIC_NAME)
            .thenComparingLong(part -> part.row().firstTs());

    private final PriorityQueue<PartCursor> ahead = new PriorityQueue<>(ORDER);
    private final List<PartCursor> current = new ArrayList<>();
    private int part;
    private Labels labels;

    Merged(List<PartCursor> parts) {
      current.addAll(parts);
    }

    @Override
    public boolean nextSeries() {
      for (PartCursor used : current) {
        if (used.nextSeries()) {
          ahead.add(used);
        }
      }
      current.clear();
      part = 0;
      if (ahead.isEmpty()) {
        labels = null;
        return false;
      }
      labels = ahead.peek().row().labels();
      while (!ahead.isEmpty() && ahead.peek().row().labels().equals(labels)) {
        current.add(ahead.poll());
      }
      return true;
    }

    @Override
    public Labels labels() {
      if (labels == null) {
        throw new NoSuchElementException("there is no current series");
      }
      return labels;
    }

    @Override
    public Run nextRun() {
      while (part < current.size()) {
        Run run = current.get(part).nextRun();
        if (run != null) {
          return run;
        }
        part++;
      }
      return null;
    }

    @Override
    public void close() {}
  }
}
