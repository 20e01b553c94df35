package dev.almanac.jobs;

import dev.almanac.config.Durations;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.ModelVersion;
import dev.almanac.training.SeriesAccuracy;
import dev.almanac.training.SeriesSummary;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A training as the command shows it. */
final class TrainView {

  private static final int EXTREMES = 5;

  private TrainView() {}

  /** For people. */
  static void tell(Console console, TrainRun.Outcome outcome) {
    TrainingPlan plan = outcome.plan();
    TrainingReport report = outcome.report();
    console.say(
        "%s from backup %s: %s until %s, %s in %s"
            .formatted(
                outcome.version().map(v -> "Trained " + v.id()).orElse("Dry run: trained"),
                plan.backup(),
                Durations.format(plan.config().window()),
                BackupView.time(plan.time().until()),
                Human.count(outcome.samples(), "sample"),
                Human.duration(outcome.took())));
    console.say(Human.count(report.fitted()) + " series learned" + skipped(report));
    if (!report.remarks().isEmpty()) {
      List<String> remarks = new ArrayList<>();
      report.remarks().forEach((remark, count) -> remarks.add(count + " " + remark));
      console.say("remarks: " + String.join(", ", remarks));
    }
    console.say("");
    console.say(
        "On the last %s, which the judged models had not seen; errors are relative to the seasonal naive's:"
            .formatted(Durations.format(plan.config().holdout())));
    console.say(
        "median %s, nine of ten series below %s"
            .formatted(number(report.relativeError(0.5)), number(report.relativeError(0.9))));
    groups(report.evaluation()).print(console.out(), true);
    extremes(console, "best", report.best(EXTREMES));
    extremes(console, "worst", report.worst(EXTREMES));
    console.say("");
    console.say(verdict(outcome));
    outcome.gate().map(GateReport::reasons).orElse(List.of()).forEach(r -> console.say("  " + r));
  }

  private static String skipped(TrainingReport report) {
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

  private static String verdict(TrainRun.Outcome outcome) {
    if (outcome.version().isEmpty()) {
      return "Nothing was published.";
    }
    String name = outcome.version().get().id().toString();
    if (outcome.gate().isEmpty()) {
      return name + " stays challenger: the champion has changed meanwhile; train again.";
    }
    String champion =
        outcome.champion().map(version -> "v" + version.number()).orElse("the seasonal naive");
    return outcome.promoted()
        ? name + " is champion now: no worse than " + champion
        : name + " stays challenger, compared with " + champion + ":";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** For programs. */
  static Map<String, Object> of(TrainRun.Outcome outcome) {
    TrainingReport report = outcome.report();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", outcome.plan().config().model());
    view.put("version", outcome.version().map(ModelVersion::number).orElse(null));
    view.put("backup", outcome.plan().backup());
    view.put("from", BackupView.time(outcome.plan().time().from()));
    view.put("until", BackupView.time(outcome.plan().time().until()));
    view.put("samples", outcome.samples());
    view.put("seconds", outcome.took().toMillis() / 1000.0);
    view.put("fitted", report.fitted());
    view.put("skipped", report.skipped());
    view.put("remarks", report.remarks());
    view.put("relative_error_median", defined(report.relativeError(0.5)));
    view.put("relative_error_p90", defined(report.relativeError(0.9)));
    view.put("groups", report.evaluation().groups().stream().map(TrainView::group).toList());
    view.put("best", report.best(EXTREMES).stream().map(TrainView::series).toList());
    view.put("worst", report.worst(EXTREMES).stream().map(TrainView::series).toList());
    view.put("champion", outcome.champion().map(ModelVersion::number).orElse(null));
    view.put("promoted", outcome.promoted());
    view.put("reasons", outcome.gate().map(GateReport::reasons).orElse(List.of()));
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
