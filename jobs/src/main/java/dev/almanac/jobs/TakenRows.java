package dev.almanac.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Rows for as long as they arrive: nobody waits for the rest of an answer that is lost. */
final class TakenRows implements RowFormat {

  private static final int ROWS_BETWEEN_LOOKS = 10_000;

  private final RowFormat rows;
  private final PrintWriter out;
  private long count;

  /**
   * @param out where the rows go
   */
  TakenRows(RowFormat rows, PrintWriter out) {
    this.rows = rows;
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    rows.begin(columns);
  }

  @Override
  public void row(List<Object> values) {
    rows.row(values);
    count++;
    if (count % ROWS_BETWEEN_LOOKS == 0 && out.checkError()) {
      throw new UncheckedIOException(
          new IOException("the answer could not be written: the output is closed or full"));
    }
  }

  @Override
  public void end() {
    rows.end();
  }
}
