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

  /** The drift is judged only after that many samples. */
  private static final int DRIFT_COLD = 256;

  /** Values are remembered as no further out than this times the boundary. */
  private static final double REMEMBERED = 1.25;

  /** Residuals are cut there: constant series have hardly any width. */
  private static final double FURTHEST = 1e9;

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
    double rest = Math.max(-1e300, Math.min(1e300, (value - centre) / unit));
    if (state.baseline.cold()) {
      score.clear(Outcome.COLD);
      state.baseline.warmUp(rest);
      state.runs.take(value);
      return;
    }
    score.clear(Outcome.SCORED);
    judge(state, time, rest, centre, unit, score);
    state.runs.take(value);
    runs(state, score);
    alarm(state, time, score);
    state.budget.settle(
        options.alarmsPerDay() * Math.min(2, steps) * state.pace.days(), score.alarm);
  }

  /** Compares with what was seen, then learns. */
  private void judge(
      ScorerState state, long time, double rest, double centre, double unit, Score score) {
    Baseline baseline = state.baseline;
    double width = baseline.width();
    double residual = Math.max(-FURTHEST, Math.min(FURTHEST, (rest - baseline.level) / width));
    // Values that are counts, say, tie: chance decides among equals (smoothed conformal p-values).
    double spread = residual + Noise.centred(time) * state.runs.grain() / unit / width;
    double drift = baseline.drift();
    boolean driftKnown = baseline.learned >= DRIFT_COLD;
    double chance = state.budget.chance(options.alarmsPerDay(), state.pace.days());
    double aim = StrictMath.log(chance);

    double byValue = rarer(state, ScorerState.ABOVE, spread) - valueLog;
    double byDrift = driftKnown ? rarer(state, ScorerState.RISEN, drift) - driftLog : 0;
    double rarity = Math.max(0, -Math.min(byValue, byDrift));
    double worth = state.rarity.logChance(rarity) / aim;
    double boundary = state.rarity.quantile(aim);
    double top = state.tails[ScorerState.ABOVE].quantile(valueLog - boundary);
    double bottom = state.tails[ScorerState.BELOW].quantile(valueLog - boundary);

    double middle = centre + baseline.level * unit;
    double least =
        Math.max(options.leastDeviation(), options.leastRelativeDeviation() * Math.abs(middle));
    double deviation = (rest - baseline.level) * unit;
    score.value = Math.abs(deviation) < least ? Math.min(1, worth) : worth;
    score.expected = middle;
    if (options.direction().above()) {
      score.upper = middle + Math.max(least, top * width * unit);
    }
    if (options.direction().below()) {
      score.lower = middle - Math.max(least, bottom * width * unit);
    }

    double highest = REMEMBERED * Math.max(1, top);
    double lowest = REMEMBERED * Math.max(1, bottom);
    learn(state, ScorerState.ABOVE, spread, time, chance, highest, lowest);
    if (driftKnown) {
      double all = Float.MAX_VALUE;
      learn(state, ScorerState.RISEN, drift, time, chance, all, all);
    }
    if (baseline.learned == 1024 || baseline.learned == 4096) {
      // Young tails are misjudged, so what was rare for them says little of what will be.
      state.rarity.restart();
    }
    state.rarity.observe(
        (float) rarity, time, deadTime, (float) (REMEMBERED * Math.max(1, boundary)));
    state.rarity.forget(chance, state.pace.samples(MEMORY_DAYS));
    baseline.follow(residual, state.pace.samples(1));
    if (baseline.shifts(-byValue > boundary, residual * width)) {
      score.event = Event.LEVEL_SHIFT;
    } else if (baseline.drifts(-byDrift > boundary)) {
      score.event = Event.DRIFT;
    }
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
      double chance,
      double highest,
      double lowest) {
    double most = state.pace.samples(MEMORY_DAYS);
    state.tails[pair].observe((float) value, time, deadTime, (float) highest);
    state.tails[pair].forget(chance, most);
    state.tails[pair + 1].observe((float) -value, time, deadTime, (float) lowest);
    state.tails[pair + 1].forget(chance, most);
  }

  private void runs(ScorerState state, Score score) {
    long learned = state.baseline.learned;
    double stuck = state.runs.stuck(learned);
    if (stuck > 1) {
      score.raise(stuck, stuck < 1.1 ? Event.STUCK : Event.NONE);
    }
    double dropped = state.runs.dropped(learned, state.pace.samples(1));
    if (dropped > 1 && options.direction().below()) {
      score.raise(dropped, Event.DROP_TO_ZERO);
    }
  }

  private void alarm(ScorerState state, long time, Score score) {
    if (score.value > 1) {
      score.alarm = state.budget.begins(time, deadTime);
      state.budget.lastFlagged = time;
    }
  }
}
