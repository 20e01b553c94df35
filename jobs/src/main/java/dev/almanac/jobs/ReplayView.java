package dev.almanac.jobs;

import dev.almanac.anomaly.Event;
import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.flink.replay.ReplayPlan;
import dev.almanac.registry.view.ManifestView;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Alarms that would have fired, as the command shows them. */
final class ReplayView {

  private static final List<RowFormat.Column> COLUMNS =
      List.of(
          new RowFormat.Column("series", false),
          new RowFormat.Column("from", false),
          new RowFormat.Column("until", false),
          new RowFormat.Column("samples", true),
          new RowFormat.Column("score", true),
          new RowFormat.Column("value", true),
          new RowFormat.Column("expected", true),
          new RowFormat.Column("events", false));

  private final ReplayRun.Outcome outcome;

  ReplayView(ReplayRun.Outcome outcome) {
    this.outcome = outcome;
  }

  /** For programs: every alarm, in order of time. */
  void rows(RowFormat rows) {
    rows.begin(COLUMNS);
    for (FiredAlarm alarm : outcome.alarms()) {
      rows.row(
          Arrays.asList(
              alarm.series().toString(),
              ManifestView.time(alarm.from()),
              ManifestView.time(alarm.until()),
              alarm.samples(),
              alarm.score(),
              alarm.value(),
              alarm.expected(),
              events(alarm)));
    }
    rows.end();
  }

  /**
   * For people: what was done, and the worst alarms.
   *
   * @param most how many of them
   */
  void tell(Console console, int most) {
    ReplayPlan plan = outcome.plan();
    console.say(
        "Replayed %s until %s: %s samples of %s series in %s"
            .formatted(
                ManifestView.time(plan.told().from()),
                ManifestView.time(plan.told().until()),
                Human.count(outcome.samples()),
                Human.count(outcome.series()),
                Human.duration(outcome.took())));
    long warmUp = plan.told().from() - plan.from();
    console.say(
        warmUp == 0
            ? "No history before was learned from."
            : Human.duration(Duration.ofMillis(warmUp)) + " of history before were learned from.");
    long series = outcome.alarms().stream().map(FiredAlarm::series).distinct().count();
    console.say(
        "%s of %s series would have fired; the settings allow %s false ones."
            .formatted(
                Human.count(outcome.alarms().size(), "alarm"),
                Human.count(series),
                number(outcome.due())));
    if (outcome.alarms().isEmpty() || most == 0) {
      return;
    }
    console.say("");
    table(most).print(console.out(), true);
    if (outcome.alarms().size() > most) {
      console.say(
          "… and %s more: --most, --csv and --json show them"
              .formatted(Human.count(outcome.alarms().size() - most)));
    }
  }

  private Table table(int most) {
    Table table =
        new Table()
            .numbers("score")
            .words("from")
            .numbers("lasted")
            .numbers("value")
            .numbers("expected")
            .words("noticed")
            .words("series");
    outcome.alarms().stream()
        .sorted(Comparator.comparingDouble(FiredAlarm::score).reversed())
        .limit(most)
        .forEach(
            alarm ->
                table.row(
                    number(alarm.score()),
                    ManifestView.time(alarm.from()),
                    Human.duration(Duration.ofMillis(alarm.until() - alarm.from())),
                    number(alarm.value()),
                    number(alarm.expected()),
                    events(alarm),
                    alarm.series()));
    return table;
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }

  private static String events(FiredAlarm alarm) {
    return alarm.events().stream().map(ReplayView::words).collect(Collectors.joining(", "));
  }

  private static String words(Event event) {
    return event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
