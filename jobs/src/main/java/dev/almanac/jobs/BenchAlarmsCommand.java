package dev.almanac.jobs;

import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.anomaly.synthetic.CleanShape;
import dev.almanac.anomaly.synthetic.FalseAlarms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench alarms}: false alarms a day against what was set. */
@Command(
    name = "alarms",
    description = {
      "Counts the alarms that series without any anomaly raise, cold start included, for settings",
      "of 0.1, 1 and 10 a day. Each number is alarms per series and day, divided by the setting.",
      ""
    },
    footer = {
      "",
      "Rarer alarms need more series: the setting of 0.1 gets --series of them, 1 a quarter, 10 a",
      "sixteenth. Exit code 1 says that one is not within 20 %% of its setting.",
      "",
      "Examples:",
      "  almanac bench alarms",
      "  almanac bench alarms --step 15 --series 64"
    })
final class BenchAlarmsCommand extends Verb {

  private static final double[] SETTINGS = {.1, 1, 10};
  private static final int[] FEWER_SERIES = {1, 4, 16};
  private static final double PROMISED = .2;

  /** Series have seeds one after the other: no series of one seed is one of another's. */
  private static final long SEEDS_APART = 1_000_000;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "96",
      description = "How many series of each shape. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many days each. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--step",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "From a sample to the next. Default: ${DEFAULT-VALUE}.")
  private int step;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed makes other values of the same shapes. Default: 1.")
  private long seed;

  /** A row of the table; ratios in the order of the settings. */
  private record Measured(String shape, boolean guided, List<Double> ratios) {

    boolean kept() {
      return ratios.stream().allMatch(ratio -> Math.abs(ratio - 1) <= PROMISED);
    }

    String name() {
      return shape + (guided ? ", with a model" : "");
    }
  }

  @Override
  ExitCode run(Console console) {
    if (series < 1 || days < 1 || step < 1) {
      throw usage("--series, --days and --step must be at least 1");
    }
    List<Measured> measured = new ArrayList<>();
    try (StatusLine status = console.status()) {
      for (CleanShape shape : CleanShape.values()) {
        measured.add(measure(shape, false, status));
        if (shape == CleanShape.SEASONAL) {
          measured.add(measure(shape, true, status));
        }
      }
    }
    boolean kept = measured.stream().allMatch(Measured::kept);
    tell(console, measured, kept);
    return kept ? ExitCode.DONE : ExitCode.NO;
  }

  private Measured measure(CleanShape shape, boolean guided, StatusLine status) {
    FalseAlarms alarms = new FalseAlarms(shape, guided, step);
    List<Double> ratios = new ArrayList<>();
    long first = 1 + (seed - 1) * SEEDS_APART;
    for (int i = 0; i < SETTINGS.length; i++) {
      status.show(word(shape) + ": " + SETTINGS[i] + " alarms a day");
      int some = Math.max(1, series / FEWER_SERIES[i]);
      long count = alarms.count(ScorerOptions.ofAlarmsPerDay(SETTINGS[i]), some, days, first);
      ratios.add(count / (SETTINGS[i] * some * days));
    }
    return new Measured(word(shape), guided, ratios);
  }

  private static String word(CleanShape shape) {
    return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void tell(Console console, List<Measured> measured, boolean kept) {
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("settings", SETTINGS);
      answer.put("days", days);
      answer.put("step_seconds", step);
      answer.put("shapes", measured);
      answer.put("within_20_percent", kept);
      console.sayJson(answer);
      return;
    }
    Table table = new Table().words("alarms a day set").numbers("0.1").numbers("1").numbers("10");
    for (Measured row : measured) {
      List<Object> cells = new ArrayList<>(List.of(row.name()));
      row.ratios().forEach(ratio -> cells.add(String.format(Locale.ROOT, "%.2f", ratio)));
      table.row(cells.toArray());
    }
    table.print(console.out(), true);
  }
}
