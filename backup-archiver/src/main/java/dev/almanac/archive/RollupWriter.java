package dev.almanac.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the rollups of one day to local files: one of each step, and the list of their series.
 * Series come in the order of the archive. The same rows make the same bytes. Not safe for use by
 * several threads.
 */
public final class RollupWriter implements AutoCloseable {

  private final PageCompressor compressor =
      new PageCompressor(ArchiveSettings.DEFAULT.compressionLevel());
  private final Map<RollupStep, RollupTable> tables = new EnumMap<>(RollupStep.class);
  private final SeriesTable series;
  private boolean finished;

  /**
   * @param folder where the files appear
   */
  public RollupWriter(Path folder, Collection<RollupStep> steps, RollupGroups groups) {
    for (RollupStep step : steps) {
      tables.put(
          step,
          new RollupTable(
              folder.resolve(step.spelling() + ".rollups.parquet"), compressor, groups));
    }
    series =
        new SeriesTable(
            folder.resolve("rollups.series.parquet"), compressor, ArchiveSettings.DEFAULT);
  }

  /** Adds a series, whose rows follow. */
  public void startSeries(SeriesRow row) {
    series.append(row);
  }

  /** Adds a row of a series; those of one step in order of time. */
  public void append(RollupStep step, SeriesRow of, RollupRow row) {
    tables.get(step).append(of.seriesId(), of.labels().metricName(), row);
  }

  /**
   * Ends the files.
   *
   * @return the list of series under an empty key, and the file of each step; nothing where no row
   *     was written
   */
  public Map<Optional<RollupStep>, PartFile> finish() {
    Map<Optional<RollupStep>, PartFile> files = new HashMap<>();
    if (!series.isEmpty()) {
      files.put(Optional.empty(), series.finish());
    }
    tables.forEach(
        (step, table) -> {
          if (!table.isEmpty()) {
            files.put(Optional.of(step), table.finish());
          }
        });
    finished = true;
    return files;
  }

  /** Releases what is held and, unless it was finished, deletes the files. */
  @Override
  public void close() {
    try (compressor) {
      if (!finished) {
        List<Table> all = new ArrayList<>(tables.values());
        all.add(series);
        all.forEach(Table::close);
      }
    }
  }

  /**
   * Decodes every row of a file of rollups.
   *
   * @throws CorruptArchiveException where one cannot be, or a page is not what was written
   */
  public static long check(ArchiveInput input) {
    String[] columns =
        ArchiveSchema.of(ArchiveKind.ROLLUPS).getFields().stream()
            .map(field -> field.getName())
            .toArray(String[]::new);
    ArchiveFile file = ArchiveFile.open(input, ArchiveKind.ROLLUPS);
    RowReader rows = new RowReader(file, ArchiveKind.ROLLUPS, PageReader.READ_AHEAD, columns);
    long row = 0;
    while (row < file.rows()) {
      rows.moveTo(row);
      rows.load();
      row = rows.pageStart() + rows.rowsInPage();
    }
    return row;
  }
}
