package dev.almanac.jobs;

import java.util.List;

/**
 * How the rows of an answer are written. Values are those of {@link SqlValues}: null, Boolean,
 * numbers, strings, lists, and maps with string keys.
 */
interface RowFormat {

  /**
   * A column of the answer.
   *
   * @param name unlike every other column's
   * @param number whether its values are numbers
   */
  record Column(String name, boolean number) {}

  /** Called first, once. */
  void begin(List<Column> columns);

  /** Called for each row; the list is reused for the next. */
  void row(List<Object> values);

  /** Called last, once. */
  void end();
}
