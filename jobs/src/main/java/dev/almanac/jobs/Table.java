package dev.almanac.jobs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of plain text in aligned columns, for people; a program asks for JSON. */
final class Table {

  private static final String GAP = "  ";

  /** Which way a column leans: words to the left, numbers to the right. */
  enum Align {
    LEFT,
    RIGHT
  }

  private final List<String> headings = new ArrayList<>();
  private final List<Align> aligns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table column(String heading, Align align) {
    headings.add(heading);
    aligns.add(align);
    return this;
  }

  /** A column of words. */
  Table words(String heading) {
    return column(heading, Align.LEFT);
  }

  /** A column of numbers. */
  Table numbers(String heading) {
    return column(heading, Align.RIGHT);
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      row.add(cell == null ? "" : onOneLine(cell.toString()));
    }
    return row(row);
  }

  private Table row(List<String> row) {
    if (row.size() != headings.size()) {
      throw new IllegalArgumentException(row.size() + " cells for " + headings.size() + " columns");
    }
    rows.add(row);
    return this;
  }

  int size() {
    return rows.size();
  }

  /** Writes the headings, if wanted, and the rows. */
  void print(PrintWriter out, boolean withHeadings) {
    int[] widths = widths();
    if (withHeadings) {
      print(out, headings, widths);
    }
    for (List<String> row : rows) {
      print(out, row, widths);
    }
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = width(headings.get(column));
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    return widths;
  }

  private void print(PrintWriter out, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths[column] - width(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(aligns.get(column) == Align.LEFT ? cell + padding : padding + cell);
    }
    out.print(line.toString().stripTrailing());
    out.print('\n');
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Label values may hold anything; a line break or an escape must not break the table. */
  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\n') {
                line.append("\\n");
              } else if (point == '\t') {
                line.append("\\t");
              } else if (Character.isISOControl(point)) {
                line.append(String.format("\\x%02x", point));
              } else {
                line.appendCodePoint(point);
              }
            });
    return line.toString();
  }
}
