package dev.almanac.archive;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * One number of each step of a day's rollup, as samples: a step's stands in its last millisecond,
 * when all that it tells of has been. Where the step holds nothing but NaN it is NaN, a count 0;
 * where it holds stale markers alone there is no sample.
 */
public final class RollupCursor implements SeriesCursor {

  private static final int TS = 0;
  private static final int COUNT = 1;
  private static final int NANS = 2;
  private static final int NUMBER = 3;

  private static final ColumnDescriptor NAME = ArchiveSchema.column(ArchiveKind.ROLLUPS, "name");

  private static final long NAN = Double.doubleToRawLongBits(Double.NaN);

  private final RollupStep step;
  private final RollupNumber number;
  private final SeriesRange wanted;
  private final Predicate<Labels> which;
  private final TimeRange within;
  private final SeriesRows series;

  /** Whose row each is: read of every series, the numbers of those alone that are asked for. */
  private final RowReader ids;

  private final RowReader rows;
  private final FloatRun run = new FloatRun();
  private long row;
  private boolean begun;
  private boolean current;
  private long id;

  /** Where the numbers of the page's next row lie among those that are there. */
  private int nextNumber;

  private long numbersUntil;

  /**
   * The files of a day's rollup.
   *
   * @param series the list of its series
   * @param rows the rows of one step
   * @param step which one
   */
  public record Files(ArchiveInput series, ArchiveInput rows, RollupStep step) {}

  /**
   * @param wanted holds all series that are asked for
   * @param which of them are asked for
   * @param within which of the samples
   * @throws CorruptArchiveException here or by the call that meets the fault
   */
  public RollupCursor(
      Files files,
      RollupNumber number,
      SeriesRange wanted,
      Predicate<Labels> which,
      TimeRange within) {
    this.step = files.step();
    this.number = number;
    this.wanted = wanted;
    this.which = which;
    this.within = within;
    series = SeriesRows.open(files.series());
    ArchiveFile file = ArchiveFile.open(files.rows(), ArchiveKind.ROLLUPS);
    ids = new RowReader(file, ArchiveKind.ROLLUPS, PageReader.READ_AHEAD, "series_id");
    rows =
        new RowReader(
            file,
            ArchiveKind.ROLLUPS,
            PageReader.READ_AHEAD,
            "ts",
            "count",
            "nans",
            number.column());
  }

  /** When the number of a step is shown. */
  public static long shownAt(RollupStep step, long timestamp) {
    return Math.floorDiv(timestamp, step.millis()) * step.millis() + step.millis() - 1;
  }

  @Override
  public boolean nextSeries() {
    if (current) {
      passRows();
    }
    current = false;
    while (series.nextIn(wanted)) {
      id = series.seriesId();
      begin();
      if (!isOfSeries(row)) {
        throw ids.file()
            .corrupt("row " + row, "one of " + series.row().labels(), "another or the end", null);
      }
      if (which.test(series.row().labels())) {
        current = true;
        return true;
      }
      passRows();
    }
    return false;
  }

  /** Finds the first series that is wanted, by the metrics of pages and then by its rows. */
  private void begin() {
    if (!begun && wanted.from() != null) {
      byte[] metric = wanted.from().metricName().getBytes(StandardCharsets.UTF_8);
      row = SortedPages.firstRow(ids.file(), NAME, metric);
      while (row < ids.file().rows() && !isOfSeries(row)) {
        row++;
      }
    }
    begun = true;
  }

  private void passRows() {
    while (isOfSeries(row)) {
      row++;
    }
  }

  private boolean isOfSeries(long at) {
    if (at == ids.file().rows()) {
      return false;
    }
    if (ids.moveTo(at)) {
      ids.load();
    }
    return ids.column(0).numbers[(int) (at - ids.pageStart())] == id;
  }

  @Override
  public Labels labels() {
    if (!current) {
      throw new NoSuchElementException("there is no current series");
    }
    return series.row().labels();
  }

  @Override
  public Run nextRun() {
    run.setSize(0);
    while (current && isOfSeries(row)) {
      add(row++);
    }
    return run.size() == 0 ? null : run;
  }

  private void add(long at) {
    if (rows.moveTo(at)) {
      rows.load();
      numbersUntil = rows.pageStart();
      nextNumber = 0;
    }
    PageReader values = rows.column(NUMBER);
    for (; numbersUntil < at; numbersUntil++) {
      nextNumber += isThere(values, numbersUntil) ? 1 : 0;
    }
    int inPage = (int) (at - rows.pageStart());
    long count = rows.column(COUNT).numbers[inPage];
    long nans = rows.column(NANS).numbers[inPage];
    long ts = shownAt(step, rows.column(TS).numbers[inPage]);
    if (isThere(values, at) != (count > 0 || number == RollupNumber.COUNT)) {
      throw rows.file()
          .corrupt("row " + at, "numbers where count is above 0", "count " + count, null);
    }
    if (count + nans == 0 || !within.contains(ts)) {
      return;
    }
    if (run.size() > 0 && ts <= run.lastTimestamp()) {
      throw rows.file().corrupt("row " + at, "steps that ascend", "one at " + ts, null);
    }
    int size = run.size();
    run.ensureCapacity(size + 1);
    run.timestamps[size] = ts;
    run.valueBits[size] = bits(values, count);
    run.setSize(size + 1);
  }

  private boolean isThere(PageReader values, long at) {
    return number == RollupNumber.COUNT || values.definitions[(int) (at - rows.pageStart())] == 1;
  }

  private long bits(PageReader values, long count) {
    if (number == RollupNumber.COUNT) {
      return Double.doubleToRawLongBits((double) count);
    }
    if (count == 0) {
      return NAN;
    }
    long bits = values.numbers[nextNumber];
    return number == RollupNumber.AVG
        ? Double.doubleToRawLongBits(Double.longBitsToDouble(bits) / count)
        : bits;
  }

  /** Nothing is held open. */
  @Override
  public void close() {
    current = false;
  }
}
