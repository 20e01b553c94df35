package dev.almanac.archive;

import dev.almanac.series.SeriesRange;

/** The rows of a list that is in memory: those before a range are not looked at. */
final class KeptSeriesRows extends SeriesRows {

  private final String file;
  private final SeriesList list;
  private int current = -1;

  KeptSeriesRows(String file, SeriesList list) {
    this.file = file;
    this.list = list;
  }

  @Override
  public long size() {
    return list.size();
  }

  @Override
  public boolean next() {
    current = Math.min(current + 1, list.size());
    return isThere();
  }

  @Override
  public boolean nextIn(SeriesRange range) {
    current = list.firstIn(range, Math.min(current + 1, list.size()));
    return isThere() && !range.isAfter(row().labels());
  }

  @Override
  public SeriesRow row() {
    checkThere();
    return list.row(current);
  }

  @Override
  int sideOf(SeriesRange range) {
    return range.isBefore(row().labels()) ? -1 : range.isAfter(row().labels()) ? 1 : 0;
  }

  @Override
  boolean isThere() {
    return current >= 0 && current < list.size();
  }

  @Override
  long seriesId() {
    return row().seriesId();
  }

  @Override
  long samples() {
    return row().samples();
  }

  @Override
  long histograms() {
    return row().histograms();
  }

  @Override
  long samplesBefore() {
    return list.samplesBefore(Math.max(0, current));
  }

  @Override
  long histogramsBefore() {
    return list.histogramsBefore(Math.max(0, current));
  }

  @Override
  CorruptArchiveException corrupt(String expected, String found) {
    return new CorruptArchiveException(file, "row " + current, expected, found);
  }

  @Override
  String file() {
    return file;
  }
}
