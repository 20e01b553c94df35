package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.CounterRate;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.Written;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import dev.almanac.training.TrainingSplit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One series as it was scored: everything, to be looked at.
 *
 * @param series its labels
 * @param values what was scored in the time that is told of: of a counter its rates
 * @param written what was written of that time, by kind; a kind of which nothing was is not there
 * @param alarms in order of time
 */
public record SeriesReplay(
    Labels series, Points values, Map<Written, Points> written, List<FiredAlarm> alarms) {

  /**
   * Replays the only series that a plan means, in this thread.
   *
   * @param progress told of samples, as they are read
   * @return empty where there is no such series
   * @throws IllegalArgumentException where there are several
   */
  public static Optional<SeriesReplay> of(ReplayPlan plan, LongConsumer progress) {
    List<SeriesRun> runs = new ArrayList<>();
    try (PastSamples past = new PastSamples(plan)) {
      for (TrainingSplit day : plan.splits()) {
        past.read(
            day,
            run -> {
              requireTheSame(runs, run);
              runs.add(run);
              progress.accept(run.size());
            });
      }
    }
    return runs.isEmpty() ? Optional.empty() : Optional.of(of(plan, runs));
  }

  private static void requireTheSame(List<SeriesRun> runs, SeriesRun run) {
    if (!runs.isEmpty() && !runs.get(0).labels().equals(run.labels())) {
      throw new IllegalArgumentException(
          "one series expected, found %s and %s".formatted(runs.get(0).labels(), run.labels()));
    }
  }

  private static SeriesReplay of(ReplayPlan plan, List<SeriesRun> runs) {
    Labels series = runs.get(0).labels();
    PastScoring scoring = new PastScoring(plan);
    Recorder recorder = new Recorder(series, plan.told());
    PastScoring.Told told = scoring.score(series, runs, recorder);
    return new SeriesReplay(
        series, values(plan, runs, told.kind()), recorder.written, recorder.alarms.all());
  }

  /** Puts down what is written of one series, beside its alarms. */
  private static final class Recorder implements ScoreOutput {

    private final FiredAlarms alarms;
    private final TimeRange told;
    private final Map<Labels, Written> kinds = new HashMap<>();
    private final Map<Written, Points> written = new EnumMap<>(Written.class);

    Recorder(Labels series, TimeRange told) {
      alarms = new FiredAlarms(series, told);
      this.told = told;
      for (Written kind : Written.values()) {
        kinds.put(kind.of(series), kind);
      }
    }

    @Override
    public void written(SeriesRun run) {
      alarms.written(run);
      Points points = written.computeIfAbsent(kinds.get(run.labels()), kind -> new Points());
      for (int i = 0; i < run.size(); i++) {
        points.add(run.timestamps()[i], Double.longBitsToDouble(run.valueBits()[i]), told);
      }
    }

    @Override
    public void incident(Incident incident) {
      alarms.incident(incident);
    }
  }

  private static Points values(ReplayPlan plan, List<SeriesRun> runs, SampleKind kind) {
    Points values = new Points();
    CounterRate rate = new CounterRate();
    for (SeriesRun run : runs) {
      for (int i = 0; i < run.size(); i++) {
        long time = run.timestamps()[i];
        double value = Double.longBitsToDouble(run.valueBits()[i]);
        values.add(time, kind == SampleKind.COUNTER ? rate.take(time, value) : value, plan.told());
      }
    }
    return values;
  }
}
