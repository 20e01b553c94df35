package dev.almanac.jobs;

import java.io.PrintWriter;
import java.util.List;

/** Rows as an aligned table. Widths are found for a thousand rows at a time, so none waits long. */
final class TableRows implements RowFormat {

  private static final int ROWS_AT_A_TIME = 1000;

  /** The columns of what EXPLAIN answers with: a drawing of many lines, which is shown as it is. */
  private static final List<String> PLAN = List.of("explain_key", "explain_value");

  private final PrintWriter out;
  private List<Column> columns;
  private Table table;
  private boolean headingsShown;
  private boolean plan;

  TableRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    table = newTable();
    plan = columns.stream().map(Column::name).toList().equals(PLAN);
    headingsShown = plan;
  }

  @Override
  public void row(List<Object> values) {
    if (plan) {
      out.print(values.get(1));
      return;
    }
    table.row(values.stream().map(SqlValues::text).toArray());
    if (table.size() == ROWS_AT_A_TIME) {
      show();
    }
  }

  @Override
  public void end() {
    if (table.size() > 0 || !headingsShown) {
      show();
    }
  }

  private void show() {
    table.print(out, !headingsShown);
    headingsShown = true;
    table = newTable();
  }

  private Table newTable() {
    Table empty = new Table();
    for (Column column : columns) {
      empty.column(column.name(), column.number() ? Table.Align.RIGHT : Table.Align.LEFT);
    }
    return empty;
  }
}
