package dev.almanac.doctor;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import dev.almanac.prometheus.InstantQuery;
import java.util.Locale;

/**
 * Something that a query shows: it returns a series for each place where it is so, and nothing
 * where all is well.
 *
 * @param promql what to ask
 * @param found what is told of a value, with {@code %s} for it
 * @param unit how the value is written
 */
record Symptom(
    String check,
    Severity severity,
    String promql,
    String found,
    Unit unit,
    String expected,
    String remedy) {

  /** How a number is written. */
  enum Unit {
    NUMBER("%.0f"),
    FRACTION("%.2f"),
    SECONDS("%.1f s"),
    HOURS("%.0f h");

    private final String format;

    Unit(String format) {
      this.format = format;
    }
  }

  Finding at(InstantQuery.Value value) {
    double number =
        switch (unit) {
          case HOURS -> value.value() / 3600;
          default -> value.value();
        };
    String where = value.labels().toString();
    return new Finding(
        severity,
        check,
        where.equals("{}") ? "Prometheus" : where,
        found.formatted(String.format(Locale.ROOT, unit.format, number)),
        expected,
        remedy);
  }
}
