package dev.almanac.jobs;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as RFC 4180 CSV with a line of names; null is an empty field, an empty string is quoted. */
final class CsvRows implements RowFormat {

  private final PrintWriter out;

  CsvRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    print(columns.stream().map(column -> field(column.name())).collect(Collectors.toList()));
  }

  @Override
  public void row(List<Object> values) {
    print(
        values.stream()
            .map(value -> value == null ? "" : field(SqlValues.text(value)))
            .collect(Collectors.toList()));
  }

  @Override
  public void end() {}

  private void print(List<String> fields) {
    out.print(String.join(",", fields));
    out.print("\r\n");
  }

  private static String field(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
