package dev.almanac.jobs;

import dev.almanac.config.Durations;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training as the command shows it. */
final class TrainView {

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
                ManifestView.time(plan.time().until()),
                Human.count(outcome.samples(), "sample"),
                Human.duration(outcome.took())));
    console.say(Human.count(report.fitted()) + " series learned" + ReportView.skipped(report));
    if (!report.remarks().isEmpty()) {
      List<String> remarks = new ArrayList<>();
      report.remarks().forEach((remark, count) -> remarks.add(count + " " + remark));
      console.say("remarks: " + String.join(", ", remarks));
    }
    console.say("");
    console.say(
        "On the last %s, which the judged models had not seen:"
            .formatted(Durations.format(plan.config().holdout())));
    ReportView.tell(console, report);
    console.say("");
    if (outcome.unreadable() > 0) {
      console.say(
          "The champion was not compared for %s, whose models this release cannot read."
              .formatted(Human.count(outcome.unreadable()) + " series"));
    }
    console.say(verdict(outcome));
    outcome.gate().map(GateReport::reasons).orElse(List.of()).forEach(r -> console.say("  " + r));
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

  /** For programs. */
  static Map<String, Object> of(TrainRun.Outcome outcome) {
    TrainingReport report = outcome.report();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", outcome.plan().config().model());
    view.put("version", outcome.version().map(ModelVersion::number).orElse(null));
    view.put("backup", outcome.plan().backup());
    view.put("from", ManifestView.time(outcome.plan().time().from()));
    view.put("until", ManifestView.time(outcome.plan().time().until()));
    view.put("samples", outcome.samples());
    view.put("seconds", outcome.took().toMillis() / 1000.0);
    view.putAll(ReportView.of(report));
    view.put("champion", outcome.champion().map(ModelVersion::number).orElse(null));
    view.put("champion_unreadable", outcome.unreadable());
    view.put("promoted", outcome.promoted());
    view.put("reasons", outcome.gate().map(GateReport::reasons).orElse(List.of()));
    return view;
  }
}
