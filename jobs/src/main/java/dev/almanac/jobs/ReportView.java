package dev.almanac.jobs;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.training.SeriesAccuracy;
import dev.almanac.training.SeriesSummary;
import dev.almanac.training.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What came of series, as the command shows it. */
final class ReportView {

  private static final int EXTREMES = 5;

  private ReportView() {}

  /** For people: errors, groups, the best and the worst series. */
  static void tell(Console console, TrainingReport report) {
    console.say(
        "errors relative to the seasonal naive's: median %s, nine of ten series below %s"
            .formatted(number(report.relativeError(0.5)), number(report.relativeError(0.9))));
    groups(report.evaluation()).print(console.out(), true);
    extremes(console, "best", report.best(EXTREMES));
    extremes(console, "worst", report.worst(EXTREMES));
  }

  /** Why how many series have no model, to go on a sentence. */
  static String skipped(TrainingReport report) {
    List<String> reasons = new ArrayList<>();
    report.skipped().forEach((reason, count) -> reasons.add(count + " because " + reason));
    return reasons.isEmpty() ? "" : "; not learned: " + String.join(", ", reasons);
  }

  private static Table groups(Evaluation evaluation) {
    Table table =
        new Table()
            .words("group")
            .numbers("series")
            .numbers("MASE")
            .numbers("sMAPE")
            .numbers("OWA")
            .numbers("MSIS")
            .numbers("coverage");
    for (GroupAccuracy group : evaluation.groups()) {
      table.row(
          group.group(),
          group.series(),
          number(group.mase()),
          number(group.smape()),
          number(group.owa()),
          number(group.msis()),
          number(group.coverage()));
    }
    return table;
  }

  private static void extremes(Console console, String which, List<SeriesSummary> series) {
    if (!series.isEmpty()) {
      console.say("");
      Table table = new Table().numbers("error").words(which + " series");
      series.forEach(one -> table.row(number(one.accuracy().relative()), one.labels()));
      table.print(console.out(), true);
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** For programs. */
  static Map<String, Object> of(TrainingReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("fitted", report.fitted());
    view.put("skipped", report.skipped());
    view.put("remarks", report.remarks());
    view.put("relative_error_median", defined(report.relativeError(0.5)));
    view.put("relative_error_p90", defined(report.relativeError(0.9)));
    view.put("groups", report.evaluation().groups().stream().map(ReportView::group).toList());
    view.put("best", report.best(EXTREMES).stream().map(ReportView::series).toList());
    view.put("worst", report.worst(EXTREMES).stream().map(ReportView::series).toList());
    return view;
  }

  private static Map<String, Object> group(GroupAccuracy group) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("group", group.group());
    view.put("series", group.series());
    put(view, "mase", group, GroupAccuracy::mase);
    put(view, "smape", group, GroupAccuracy::smape);
    put(view, "owa", group, GroupAccuracy::owa);
    put(view, "msis", group, GroupAccuracy::msis);
    put(view, "coverage", group, GroupAccuracy::coverage);
    return view;
  }

  private static Map<String, Object> series(SeriesSummary series) {
    SeriesAccuracy accuracy = series.accuracy();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("series", series.labels().toMap());
    put(view, "relative_error", accuracy, SeriesAccuracy::relative);
    put(view, "mase", accuracy, SeriesAccuracy::mase);
    put(view, "smape", accuracy, SeriesAccuracy::smape);
    put(view, "msis", accuracy, SeriesAccuracy::msis);
    put(view, "coverage", accuracy, SeriesAccuracy::coverage);
    view.put("remarks", series.remarks());
    return view;
  }

  private static <T> void put(
      Map<String, Object> view, String name, T of, ToDoubleFunction<T> measure) {
    view.put(name, defined(measure.applyAsDouble(of)));
  }

  private static Double defined(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
