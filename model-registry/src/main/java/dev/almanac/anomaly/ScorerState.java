package dev.almanac.anomaly;

/**
 * What a {@link Scorer} remembers of one series: about a kilobyte, whatever was seen. Mutable; for
 * one thread at a time. {@link #encode} and {@link #decode} keep every bit that matters.
 */
public final class ScorerState {

  static final int TAILS = 4;
  static final int ABOVE = 0;
  static final int BELOW = 1;
  static final int RISEN = 2;
  static final int FALLEN = 3;

  /** The drift moves slowly: what is near its peak is on the way up to it or down from it. */
  private static final float CREEPING = .5f;

  /** Of single values, upwards and downwards; of the slow drift, upwards and downwards. */
  final Tail[] tails = new Tail[TAILS];

  /** Of how rare the rarest of them finds a sample: minus the logarithm of its chance. */
  final Tail rarity = new Tail(0, 1, CREEPING);

  final Pace pace = new Pace();
  final Baseline baseline = new Baseline();
  final Runs runs = new Runs();
  final Budget budget = new Budget();

  /** Whether a model said what to expect of the last sample. */
  boolean guided;

  public ScorerState() {
    for (int i = 0; i < TAILS; i++) {
      tails[i] = new Tail(TailPrior.SHAPE, TailPrior.SCALE, i < RISEN ? 1 : CREEPING);
    }
  }

  /** Forgets what was seen of tails: they are measured by another width from now on. */
  void restartTails() {
    for (Tail tail : tails) {
      tail.restart();
    }
    rarity.restart();
  }

  /** How many samples were learned from since a model came or went, or since the beginning. */
  public long learned() {
    return baseline.learned;
  }

  /** The time of the last sample that was neither late nor absent; the least long before it. */
  public long lastTime() {
    return pace.last;
  }

  /** Milliseconds from a sample to the next, smoothed; 0 where fewer than two were seen. */
  public double step() {
    return pace.step;
  }

  /**
   * The natural logarithm of the factor by which the alarms that are aimed at differ from the
   * setting, to make up for those there were: below 0 after too many.
   */
  public double correction() {
    return budget.correction;
  }

  /** Takes over what siblings know of tails. What the series has seen itself counts more. */
  public void adopt(TailPrior prior) {
    for (int i = 0; i < TAILS; i++) {
      tails[i].adopt(prior.shape(i), prior.scale(i));
    }
  }

  /**
   * Tells that what a model expects has changed, since another one took its place. Level and width
   * become what they have to be for the next score to be the same under either: so scores do not
   * jump, and the new model's way is followed from there on.
   *
   * @param expected what the model before expects at some time, and how far off it tends to be
   * @param newExpected what the other one expects at that time
   */
  public void rebase(double expected, double spread, double newExpected, double newSpread) {
    if (guided) {
      baseline.rebase((expected - newExpected) / newSpread, spread / newSpread);
    }
  }

  /** The bytes of this state, in the newest version: docs/format/scorer-state.md. */
  public byte[] encode() {
    return new ScorerStateWriter().write(this);
  }

  /**
   * The state that these bytes are.
   *
   * @throws CorruptScorerStateException where they are none
   */
  public static ScorerState decode(byte[] bytes) {
    return new ScorerStateReader(bytes).read();
  }
}
