package dev.almanac.jobs;

import java.io.PrintWriter;
import java.util.Locale;

/** In which form {@code almanac sql} answers. */
enum SqlFormat {
  TABLE,
  CSV,
  JSON,
  /** Written by DuckDB itself, into a file only. */
  PARQUET;

  /** Writes rows in this form. */
  RowFormat rows(PrintWriter out) {
    RowFormat rows =
        switch (this) {
          case TABLE -> new TableRows(out);
          case CSV -> new CsvRows(out);
          case JSON -> new JsonRows(out);
          case PARQUET -> throw new IllegalStateException("Parquet is not written row by row");
        };
    return new TakenRows(rows, out);
  }

  /** As the option is written. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
