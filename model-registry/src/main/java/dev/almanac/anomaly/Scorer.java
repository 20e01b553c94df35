package dev.almanac.anomaly;

/**
 * Scores the samples of series, one by one. It holds the user's options and nothing of any series,
 * so that one scorer serves all; safe for use by several threads, each with states of its own.
 * Nothing is allocated per sample.
 */
public final class Scorer {

  private static final double MEMORY_DAYS = 28;

  /** The part of the alarms that is for the slow drift; the rest is for single values. */
  private static final double DRIFT_PART = .15;

  /** From that many samples on, at each power of four, the rarity is learned anew. */
  private static final long RIPENING = 1024;

  /** The drift is learned of after so many samples and a day, and judged on the second day. */
  private static final int DRIFT_COLD = 256;

  private static final double DRIFT_COLD_DAYS = 2;

  /**
   * What repeats to the bit drifts as far each time, and ties as values do. Chance moves it by such
   * a part of a spread, half of it either way; the level wanders by .09 of one in plain noise.
   */
  private static final double DRIFT_GRAIN = .1;

  /** Values are remembered as no further out than this times the boundary. */
  private static final double REMEMBERED = 1.25;

  /** Residuals are cut there: constant series have hardly any width. */
  private static final double FURTHEST = 1e9;

  /** Values are cut there, so that squares of them stay finite. */
  static final double LARGEST = 1e150;

  /** Limits closer to zero are shown as zero: of a series that was never anything else. */
  private static final double SMALLEST = 1e-150;

  /** Of a value outside of the valid range. */
  private static final double INVALID = 2;

  /** More steps than that after the last sample are a gap. */
  private static final double GAP = 2.5;

  private final ScorerOptions options;
  private final long deadTime;
  private final double valueLog;
  private final double driftLog;

  public Scorer(ScorerOptions options) {
    this.options = options;
    this.deadTime = options.deadTime().toMillis();
    int sides = options.direction() == Direction.BOTH ? 2 : 1;
    this.valueLog = StrictMath.log((1 - DRIFT_PART) / sides);
    this.driftLog = StrictMath.log(DRIFT_PART / sides);
  }

  /** Scores a sample of which no model expects anything. */
  public void score(ScorerState state, long time, double value, Score score) {
    score(state, time, value, Double.NaN, Double.NaN, score);
  }

  /**
   * Scores a sample, and learns from it.
   *
   * @param time in milliseconds since 1970, later than the sample before
   * @param value any double; what is not finite is absent
   * @param expected what a model expects; NaN where there is none
   * @param spread how far off the model tends to be: its standard deviation, or half the width of a
   *     band, always the same one. Where it is not above 0, there is no model.
   * @param score is overwritten
   */
  public void score(
      ScorerState state, long time, double value, double expected, double spread, Score score) {
    if (state.pace.last != Long.MIN_VALUE && time <= state.pace.last) {
      score.clear(Outcome.LATE);
      return;
    }
    if (!Double.isFinite(value)) {
      // The time is not taken: the next sample sees the gap.
      score.clear(Outcome.ABSENT);
      return;
    }
    double steps = state.pace.advance(time);
    if (steps > GAP) {
      state.baseline.gap(steps);
    }
    if (value < options.lowestValid() || value > options.highestValid()) {
      score.clear(Outcome.SCORED);
      score.raise(INVALID, Event.INVALID);
      alarm(state, time, score);
      return;
    }
    boolean guided = Double.isFinite(expected) && spread > 0 && spread < Double.MAX_VALUE;
    if (guided != state.guided) {
      state.guided = guided;
      state.baseline.restart();
    }
    double centre = guided ? expected : 0;
    double unit = guided ? spread : 1;
    double rest = Math.max(-LARGEST, Math.min(LARGEST, (value - centre) / unit));
    if (state.baseline.cold()) {
      score.clear(Outcome.COLD);
      state.baseline.warmUp(rest);
      state.runs.take(value);
      return;
    }
    score.clear(Outcome.SCORED);
    double grain = state.runs.grain();
    state.baseline.resolve(grain / unit);
    judge(state, time, rest, centre, unit, score);
    state.runs.take(value);
    if (grain == 0 && state.runs.grain() > 0) {
      state.baseline.resolve(state.runs.grain() / unit);
      if (state.baseline.withinGrain()) {
        state.restartTails(); // they were measured in widths of next to nothing
      }
    }
    runs(state, score);
    alarm(state, time, score);
    double due = options.alarmsPerDay() * Math.min(2, steps) * state.pace.days();
    state.budget.settle(due, score.alarm, time, deadTime);
  }

  /** Compares with what was seen, then learns. */
  private void judge(
      ScorerState state, long time, double rest, double centre, double unit, Score score) {
    Baseline baseline = state.baseline;
    double width = baseline.width();
    double off = rest - baseline.level;
    double residual = Math.max(-FURTHEST, Math.min(FURTHEST, off / width));
    // Values that are counts, say, tie: chance decides among equals (smoothed conformal p-values).
    double chosen = Noise.centred(time) * state.runs.grain() / unit / width;
    double spread = (baseline.tells(off) ? residual : 0) + chosen;
    double drift = drift(baseline, time);
    boolean driftKnown = baseline.learned >= Math.max(DRIFT_COLD, state.pace.samples(1));
    double chance =
        state.budget.chance(options.alarmsPerDay(), state.pace.days(), deadTime / Pace.DAY);
    double aim = StrictMath.log(chance);

    double byValue = rarer(state, ScorerState.ABOVE, spread) - valueLog;
    boolean driftJudged = driftKnown && baseline.learned > state.pace.samples(DRIFT_COLD_DAYS);
    double byDrift = driftJudged ? rarer(state, ScorerState.RISEN, drift) - driftLog : 0;
    double rarity = Math.max(0, -Math.min(byValue, byDrift));
    // Not -0.
    double worth = Math.max(0, state.rarity.logChance(rarity) / aim);
    double boundary = state.rarity.quantile(aim);
    double top = state.tails[ScorerState.ABOVE].quantile(valueLog - boundary);
    double bottom = state.tails[ScorerState.BELOW].quantile(valueLog - boundary);

    double middle = centre + baseline.level * unit;
    double least =
        Math.max(options.leastDeviation(), options.leastRelativeDeviation() * Math.abs(middle));
    double deviation = off * unit;
    score.value = Math.abs(deviation) < least ? Math.min(1, worth) : worth;
    score.expected = middle;
    // What lies where nothing is told apart any more is no limit to show.
    score.lower = options.lowestValid();
    score.upper = options.highestValid();
    if (options.direction().above() && top < Tail.FURTHEST) {
      score.upper = Math.min(score.upper, shown(middle + Math.max(least, top * width * unit)));
    }
    if (options.direction().below() && bottom < Tail.FURTHEST) {
      score.lower = Math.max(score.lower, shown(middle - Math.max(least, bottom * width * unit)));
    }

    boolean flagsValue = -byValue > boundary;
    boolean flagsDrift = -byDrift > boundary;
    learn(state, ScorerState.ABOVE, spread, time, flagsValue, top, bottom);
    if (driftKnown) {
      learn(state, ScorerState.RISEN, drift, time, flagsDrift, Tail.FURTHEST, Tail.FURTHEST);
    }
    double most = state.pace.samples(MEMORY_DAYS);
    if (ripens(baseline.learned, most)) {
      // Young tails are misjudged, so what was rare for them says little of what will be.
      state.rarity.restart();
    }
    observe(state.rarity, rarity, time, rarity > boundary, boundary);
    for (Tail tail : state.tails) {
      tail.forget(chance, most);
    }
    state.rarity.forget(chance, most);
    baseline.follow(residual, state.pace.samples(1), flagsValue);
    if (baseline.shifts(flagsValue, rest)) {
      score.event = Event.LEVEL_SHIFT;
    } else if (baseline.drifts(flagsDrift)) {
      score.event = Event.DRIFT;
    }
  }

  private static double drift(Baseline baseline, long time) {
    double drift = baseline.drift();
    return drift == 0 ? 0 : drift + DRIFT_GRAIN * Noise.centred(~time);
  }

  private static double shown(double limit) {
    return Math.abs(limit) < SMALLEST ? 0 : limit;
  }

  /**
   * Whether tails have learned four times as much as they had when last asked, until they forget.
   */
  private static boolean ripens(long learned, double most) {
    return learned >= RIPENING
        && learned < most
        && Long.bitCount(learned) == 1
        && Long.numberOfTrailingZeros(learned) % 2 == 0;
  }

  /** The logarithm of the smaller chance of a pair of tails, of those that are of interest. */
  private double rarer(ScorerState state, int pair, double value) {
    double above = options.direction().above() ? state.tails[pair].logChance(value) : 0;
    double below = options.direction().below() ? state.tails[pair + 1].logChance(-value) : 0;
    return Math.min(above, below);
  }

  private void learn(
      ScorerState state,
      int pair,
      double value,
      long time,
      boolean flagged,
      double top,
      double bottom) {
    observe(state.tails[pair], value, time, flagged && value > 0, top);
    observe(state.tails[pair + 1], -value, time, flagged && value < 0, bottom);
  }

  private void observe(Tail tail, double value, long time, boolean flagged, double boundary) {
    float limit = (float) (REMEMBERED * Math.max(1, boundary));
    tail.observe((float) value, time, deadTime, flagged, limit);
  }

  private void runs(ScorerState state, Score score) {
    Runs runs = state.runs;
    long learned = state.baseline.learned;
    // Unlike what was learned of the level, it outlasts the model.
    double seen = state.tails[ScorerState.ABOVE].exposure;
    long stuckAt = runs.stuckAt(seen);
    if (runs.stuck(learned, stuckAt)) {
      boolean begins = runs.equal == stuckAt;
      score.raise((runs.equal + 1.) / stuckAt, begins ? Event.STUCK : Event.NONE);
    }
    if (options.direction().below() && runs.dropped(learned, state.pace.samples(1))) {
      boolean begins = runs.zeros == runs.droppedAt();
      score.raise((runs.zeros + 1.) / runs.droppedAt(), begins ? Event.DROP_TO_ZERO : Event.NONE);
    }
  }

  private void alarm(ScorerState state, long time, Score score) {
    if (score.value > 1) {
      score.alarm = state.budget.begins(time, deadTime);
    }
  }
}
