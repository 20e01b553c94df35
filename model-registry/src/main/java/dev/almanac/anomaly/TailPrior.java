package dev.almanac.anomaly;

/**
 * How tails of like series go on, for one that is too young to know its own: shapes and scales of
 * generalised Pareto tails in units of a series' own spread. What a series learns itself replaces
 * it bit by bit. Made by a {@link TailPool}. Immutable.
 */
public final class TailPrior {

  static final float SHAPE = .1f;
  static final float SCALE = .5f;

  private final float[] shapes = new float[ScorerState.TAILS];
  private final float[] scales = new float[ScorerState.TAILS];

  TailPrior(double[] shapes, double[] scales, int siblings) {
    for (int i = 0; i < ScorerState.TAILS; i++) {
      // What is known of no siblings counts as one of them.
      this.shapes[i] = (float) ((shapes[i] + SHAPE) / (siblings + 1));
      this.scales[i] = (float) ((scales[i] + SCALE) / (siblings + 1));
    }
  }

  float shape(int tail) {
    return shapes[tail];
  }

  float scale(int tail) {
    return scales[tail];
  }
}
