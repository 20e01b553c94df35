package dev.almanac.jobs;

import java.io.PrintWriter;
import java.util.List;

/** Rows as RFC 4180 CSV with a line of names; null is an empty field, an empty string is quoted. */
final class CsvRows implements RowFormat {

  private final PrintWriter out;
  private final StringBuilder line = new StringBuilder();

  CsvRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    row(columns.stream().<Object>map(Column::name).toList());
  }

  @Override
  public void row(List<Object> values) {
    line.setLength(0);
    for (Object value : values) {
      line.append(value == null ? "" : field(SqlValues.text(value))).append(',');
    }
    line.setLength(line.length() - 1);
    out.print(line.append("\r\n"));
  }

  @Override
  public void end() {}

  private static String field(String text) {
    return isPlain(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
