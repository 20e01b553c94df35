package dev.almanac.jobs;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measurements side by side: a column for each, a row for each thing that was measured. */
final class MeasurementTable<M> {

  private final List<M> measured;
  private final Table table = new Table().words("");

  MeasurementTable(List<M> measured, Function<M, String> heading) {
    this.measured = measured;
    measured.forEach(measurement -> table.numbers(heading.apply(measurement)));
  }

  void row(String name, Function<M, Object> cell) {
    table.row(Stream.concat(Stream.of(name), measured.stream().map(cell)).toArray());
  }

  void blank() {
    row("", measurement -> "");
  }

  Table table() {
    return table;
  }

  static String decimal(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  static String rate(double perSecond) {
    return Human.count(Math.round(perSecond));
  }
}
