package dev.almanac.flink.score;

import dev.almanac.anomaly.Event;
import dev.almanac.anomaly.Outcome;
import dev.almanac.anomaly.Score;
import dev.almanac.anomaly.TailPool;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Scores runs of samples: turns counters into rates, asks the model what it expects, scores, and
 * makes the series that are written. What it remembers of a series is a {@link SeriesMemory} that
 * the caller keeps. Equal runs give equal bits, however they are cut. For one thread at a time.
 */
public final class SeriesScorer {

  /** Prometheus's marker of the end of a series. */
  private static final long STALE = 0x7ff0000000000002L;

  private static final long HOUR = 3_600_000;
  private static final double DAY = 86_400_000;

  /** Having learned from so many samples, a series tells its siblings of its tails. */
  private static final long MATURE = 1024;

  private final ScoreRules rules;
  private final Siblings siblings;
  private final Supplier<Map<String, SampleKind>> stated;
  private final ScoreCounts counts = new ScoreCounts();
  private final WrittenRuns out = new WrittenRuns();
  private final Score score = new Score();

  public SeriesScorer(ScoreConfig config) {
    this(config, new Siblings(), Map::of);
  }

  /**
   * @param stated what exporters say that the samples of metrics mean, by metric name: another map
   *     whenever they say something else
   */
  SeriesScorer(ScoreConfig config, Siblings siblings, Supplier<Map<String, SampleKind>> stated) {
    rules = new ScoreRules(config);
    this.siblings = siblings;
    this.stated = stated;
  }

  public ScoreCounts counts() {
    return counts;
  }

  /**
   * The memory of a series that nothing is known of yet.
   *
   * @param model what is expected of it; null for nothing
   * @return null where the series is not to be scored
   */
  public SeriesMemory begin(Labels labels, LiveModel model) {
    ScoreRules.Ready rule = rules.of(labels);
    if (rule == null) {
      return null;
    }
    SampleKind kind = rule.rule().kind();
    if (kind == null) {
      kind = model == null ? SampleKind.ofName(labels) : model.kind();
    }
    SeriesMemory memory = new SeriesMemory(kind);
    memory.rule = rule;
    heed(stated.get(), labels, memory, model);
    TailPool pool = siblings.of(labels);
    if (pool != null) {
      memory.scorer.adopt(pool.prior());
    }
    return memory;
  }

  /**
   * Takes in that another model says what to expect from now on.
   *
   * @param before the model until now; null for none
   */
  public void change(Labels labels, SeriesMemory memory, LiveModel before, LiveModel model) {
    if (!follows(labels, memory)) {
      return;
    }
    if (memory.rule.rule().kind() == null) {
      memory.become(model.kind());
    }
    long last = memory.scorer.lastTime();
    if (before != null && before.path().covers(last) && model.path().covers(last)) {
      ForecastPath old = before.path();
      ForecastPath path = model.path();
      memory.scorer.rebase(
          old.expected(last), old.spread(last), path.expected(last), path.spread(last));
    }
  }

  /** Neither a rule nor a model is contradicted, and what nobody says any more stays as it was. */
  private static void heed(
      Map<String, SampleKind> kinds, Labels labels, SeriesMemory memory, LiveModel model) {
    memory.stated = kinds;
    SampleKind kind = kinds.get(labels.metricName());
    if (kind != null && model == null && memory.rule.rule().kind() == null) {
      memory.become(kind);
    }
  }

  /**
   * Looks up the rule where it is not known: by now it may say what the samples mean. False where
   * the series is scored no more.
   */
  private boolean follows(Labels labels, SeriesMemory memory) {
    if (memory.rule == null) {
      memory.rule = rules.of(labels);
      if (memory.rule != null && memory.rule.rule().kind() != null) {
        memory.become(memory.rule.rule().kind());
      }
    }
    return memory.rule != null;
  }

  /**
   * Scores a run, and learns from it.
   *
   * @param memory of this series, as {@link #begin} made it
   * @param model what is expected of the series; null for nothing
   */
  public void score(SeriesRun run, SeriesMemory memory, LiveModel model, ScoreOutput to) {
    if (!follows(run.labels(), memory)) {
      return; // it was scored by rules of another time
    }
    Map<String, SampleKind> kinds = stated.get();
    if (memory.stated != kinds) {
      heed(kinds, run.labels(), memory, model);
    }
    // A rule may say that a gauge is none, against the model.
    ForecastPath path = model != null && model.kind() == memory.kind ? model.path() : null;
    for (int i = 0; i < run.size(); i++) {
      long time = run.timestamps()[i];
      long bits = run.valueBits()[i];
      if (memory.lastSeen != Long.MIN_VALUE && time <= memory.lastSeen) {
        counts.late++;
      } else if (bits == STALE) {
        end(memory, time);
      } else {
        memory.lastSeen = time;
        take(run.labels(), memory, time, Double.longBitsToDouble(bits), path, to);
      }
    }
    out.flush(run.labels(), memory, to);
  }

  /** The series has ended, and with it all that is written of it. */
  private void end(SeriesMemory memory, long time) {
    memory.lastSeen = time;
    memory.counter.end();
    counts.absent++;
    for (Written written : WrittenRuns.ALL) {
      if ((memory.shown & written.bit()) != 0) {
        out.add(written, time, STALE);
      }
    }
    memory.shown = 0;
  }

  private void take(
      Labels labels,
      SeriesMemory memory,
      long time,
      double sample,
      ForecastPath path,
      ScoreOutput to) {
    double value = sample;
    if (memory.kind == SampleKind.COUNTER) {
      value = memory.counter.take(time, sample);
      if (Double.isNaN(value)) {
        counts.unknownRates++;
        return;
      }
    }
    double expected = Double.NaN;
    double spread = 0;
    if (path != null && path.covers(time)) {
      expected = path.expected(time);
      spread = path.spread(time);
    }
    memory.rule.scorer().score(memory.scorer, time, value, expected, spread, score);
    count(memory, spread > 0);
    if (score.outcome() == Outcome.LATE) {
      return;
    }
    if (memory.scorer.learned() == MATURE && score.outcome() == Outcome.SCORED) {
      siblings.add(labels, memory.scorer);
    }
    write(memory, Written.SCORE, time, score.value());
    if (memory.rule.rule().bands()) {
      write(memory, time, path, expected, spread);
    }
    if (score.alarm() || score.event() != Event.NONE) {
      to.incident(
          new Incident(
              labels, time, value, score.expected(), score.value(), score.event(), score.alarm()));
    }
  }

  private void count(SeriesMemory memory, boolean guided) {
    switch (score.outcome()) {
      case SCORED -> {
        counts.scored++;
        counts.guided += guided ? 1 : 0;
        counts.alarms += score.alarm() ? 1 : 0;
        counts.events += score.event() != Event.NONE ? 1 : 0;
        counts.alarmsDue +=
            memory.rule.rule().options().alarmsPerDay() * memory.scorer.step() / DAY;
      }
      case COLD -> counts.cold++;
      case ABSENT -> counts.absent++;
      case LATE -> counts.late++;
    }
  }

  private void write(
      SeriesMemory memory, long time, ForecastPath path, double expected, double spread) {
    write(memory, Written.FORECAST, time, score.expected());
    write(memory, Written.LOWER, time, score.lower());
    write(memory, Written.UPPER, time, score.upper());
    if (spread > 0 && path.covers(time + HOUR)) {
      // What the model is off now, in its own spreads, it will be off in an hour.
      double off = (score.expected() - expected) / spread;
      double ahead = path.expected(time + HOUR) + off * path.spread(time + HOUR);
      write(memory, Written.HOUR_AHEAD, time, ahead);
    }
  }

  /** Scores are written whatever they are; of the rest what is a number. */
  private void write(SeriesMemory memory, Written what, long time, double value) {
    if (Double.isFinite(value) || what == Written.SCORE) {
      memory.shown |= what.bit();
      out.add(what, time, Double.doubleToRawLongBits(value));
    }
  }
}
