package dev.almanac.jobs;

import dev.almanac.anomaly.Score;
import dev.almanac.anomaly.Scorer;
import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.anomaly.ScorerState;
import dev.almanac.anomaly.synthetic.CleanShape;
import dev.almanac.jobs.bench.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac bench score}: how fast samples are scored, and how much is remembered. */
@Command(
    name = "score",
    description = {
      "Measures the scorer alone, without Flink and without a server: samples per second on one",
      "core, and the bytes that are kept of a series.",
      ""
    },
    footer = {
      "",
      "Values are made before the clock starts. Each series has a state of its own, and the series",
      "take turns, as they do in a scrape.",
      "",
      "Example:",
      "  almanac bench score --series 10000"
    })
final class BenchScoreCommand extends Verb {

  private static final int STEP_MILLIS = 15_000;
  private static final double STEPS_A_DAY = 5760;

  @Mixin private BenchRounds rounds;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many samples of each. Default: ${DEFAULT-VALUE}.")
  private int samples;

  private record Measured(String shape, double samplesPerSecond, int stateBytes) {}

  @Override
  ExitCode run(Console console) {
    if (samples < 1) {
      throw usage("--samples must be at least 1");
    }
    List<Measured> measured = new ArrayList<>();
    try (StatusLine status = console.status()) {
      for (CleanShape shape : CleanShape.values()) {
        status.show("scoring " + shape.name().toLowerCase(Locale.ROOT));
        measured.add(measure(shape));
      }
    }
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("machine", Machine.describe());
      answer.put("series", rounds.series());
      answer.put("samples_per_series", samples);
      answer.put("shapes", measured);
      console.sayJson(answer);
      return ExitCode.DONE;
    }
    Table table = new Table().words("values").numbers("samples/s").numbers("state, saved");
    for (Measured row : measured) {
      table.row(
          row.shape(), Human.count((long) row.samplesPerSecond()), Human.bytes(row.stateBytes()));
    }
    table.print(console.out(), true);
    return ExitCode.DONE;
  }

  private Measured measure(CleanShape shape) {
    double[] values = new double[samples];
    DoubleSupplier made = shape.values(1, STEPS_A_DAY);
    for (int i = 0; i < samples; i++) {
      values[i] = made.getAsDouble();
    }
    double best = Double.POSITIVE_INFINITY;
    int stateBytes = 0;
    for (int pass = 0; pass < rounds.passes(); pass++) {
      ScorerState[] states = new ScorerState[rounds.series()];
      for (int s = 0; s < states.length; s++) {
        states[s] = new ScorerState();
      }
      best = Math.min(best, seconds(states, values));
      stateBytes = states[0].encode().length;
    }
    String name = shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Measured(name, (double) rounds.series() * samples / best, stateBytes);
  }

  private static double seconds(ScorerState[] states, double[] values) {
    Scorer scorer = new Scorer(ScorerOptions.ofAlarmsPerDay(1));
    Score score = new Score();
    long begin = System.nanoTime();
    for (int i = 0; i < values.length; i++) {
      long time = (long) i * STEP_MILLIS;
      for (int s = 0; s < states.length; s++) {
        scorer.score(states[s], time, values[(i + s) % values.length], score);
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
