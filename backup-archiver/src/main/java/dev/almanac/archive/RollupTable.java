package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.ROLLUPS;
import static dev.almanac.archive.ArchiveSchema.column;

import java.nio.file.Path;

/** Writes {@code rollups}: a row per series and step of time that has samples. */
final class RollupTable extends Table {

  private final DictionaryColumn<Long> seriesId =
      new DictionaryColumn<>(column(ROLLUPS, "series_id"), false);
  private final DictionaryColumn<String> name =
      new DictionaryColumn<>(column(ROLLUPS, "name"), false);
  private final NumberColumn ts = number("ts");
  private final NumberColumn count = number("count");
  private final NumberColumn sum = number("sum");
  private final NumberColumn min = number("min");
  private final NumberColumn max = number("max");
  private final NumberColumn first = number("first");
  private final NumberColumn last = number("last");
  private final NumberColumn firstTs = number("first_ts");
  private final NumberColumn lastTs = number("last_ts");
  private final NumberColumn increase = number("increase");
  private final NumberColumn nans = number("nans");
  private final NumberColumn stale = number("stale");

  RollupTable(Path path, PageCompressor compressor, RollupGroups groups) {
    super(ROLLUPS, path, compressor, groups.pageRows(), groups.groupRows());
    setColumns(
        seriesId, name, ts, count, sum, min, max, first, last, firstTs, lastTs, increase, nans,
        stale);
  }

  private static NumberColumn number(String name) {
    return new NumberColumn(column(ROLLUPS, name), PageEncodings.COMPACT);
  }

  void append(long id, String metricName, RollupRow row) {
    seriesId.add(id, 1);
    name.add(metricName, 1);
    ts.add(row.start());
    count.add(row.count());
    boolean any = row.count() > 0;
    place(sum, any, row.sum());
    place(min, any, row.min());
    place(max, any, row.max());
    place(first, any, row.first());
    place(last, any, row.last());
    place(firstTs, any, row.firstTs());
    place(lastTs, any, row.lastTs());
    place(increase, any, row.increase());
    nans.add(row.nans());
    stale.add(row.stale());
    addRows(1, id, row.start(), row.start());
  }

  private static void place(NumberColumn column, boolean present, double number) {
    place(column, present, Double.doubleToRawLongBits(number));
  }

  private static void place(NumberColumn column, boolean present, long bits) {
    column.placeAll(present, 1);
    if (present) {
      column.set(bits);
    }
  }
}
