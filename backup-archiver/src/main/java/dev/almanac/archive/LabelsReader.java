package dev.almanac.archive;

import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads the {@code labels} of row after row out of the pages of their two leaf columns. */
final class LabelsReader {

  private final RowReader rows;
  private final int keyColumn;
  private final int valueColumn;
  private long nextRow;
  private int nextSlot;
  private int nextLabel;
  private UnaryOperator<String> texts = UnaryOperator.identity();

  LabelsReader(RowReader rows, int keyColumn, int valueColumn) {
    this.rows = rows;
    this.keyColumn = keyColumn;
    this.valueColumn = valueColumn;
  }

  /** Whom each text is asked of, so that equal ones may be there once. */
  void setTexts(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /**
   * To be called whenever a page was loaded.
   *
   * @param row its first
   */
  void startPage(long row) {
    nextRow = row;
    nextSlot = 0;
    nextLabel = 0;
  }

  /** The label set of a row of the page, which lies behind those asked for before. */
  Labels of(long row) {
    while (nextRow < row) {
      pass();
    }
    return next(row);
  }

  private void pass() {
    PageReader keys = rows.column(keyColumn);
    do {
      if (nextSlot >= keys.slots()) {
        throw rows.file().corrupt("row " + nextRow, "labels", "the page's end", null);
      }
      nextLabel += keys.definitions[nextSlot++] > 0 ? 1 : 0;
    } while (nextSlot < keys.slots() && keys.repetitions[nextSlot] > 0);
    nextRow++;
  }

  private Labels next(long row) {
    nextRow++;
    PageReader keys = rows.column(keyColumn);
    PageReader values = rows.column(valueColumn);
    List<String> pairs = new ArrayList<>();
    do {
      if (nextSlot >= values.slots()
          || keys.definitions[nextSlot] != values.definitions[nextSlot]) {
        throw rows.file().corrupt("row " + row, "a value for every label", "none", null);
      }
      if (keys.definitions[nextSlot] > 0) {
        pairs.add(texts.apply(rows.string(keyColumn, nextLabel)));
        pairs.add(texts.apply(rows.string(valueColumn, nextLabel)));
        nextLabel++;
      }
      nextSlot++;
    } while (nextSlot < keys.slots() && keys.repetitions[nextSlot] > 0);
    try {
      return Labels.of(pairs.toArray(new String[0]));
    } catch (IllegalArgumentException e) {
      throw rows.file().corrupt("row " + row, "labels", e.getMessage(), null);
    }
  }
}
