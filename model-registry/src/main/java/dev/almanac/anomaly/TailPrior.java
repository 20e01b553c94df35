package dev.almanac.anomaly;

import java.util.Collection;

/**
 * How tails of like series go on, for one that is too young to know its own: shapes and scales of
 * generalised Pareto tails in units of a series' own spread. What a series learns itself replaces
 * it bit by bit. Immutable.
 */
public final class TailPrior {

  static final float SHAPE = .1f;
  static final float SCALE = .5f;

  /** From that many samples on, a series says something about others. */
  private static final double LEAST_EXPOSURE = 512;

  private final float[] shapes = new float[ScorerState.TAILS];
  private final float[] scales = new float[ScorerState.TAILS];

  private TailPrior(double[] shapes, double[] scales, int siblings) {
    for (int i = 0; i < ScorerState.TAILS; i++) {
      // What is known of no siblings counts as one of them.
      this.shapes[i] = (float) ((shapes[i] + SHAPE) / (siblings + 1));
      this.scales[i] = (float) ((scales[i] + SCALE) / (siblings + 1));
    }
  }

  /**
   * The mean of these siblings; the young among them say nothing. Without any it is what is assumed
   * of every series.
   */
  public static TailPrior of(Collection<ScorerState> siblings) {
    double[] shapes = new double[ScorerState.TAILS];
    double[] scales = new double[ScorerState.TAILS];
    int old = 0;
    for (ScorerState sibling : siblings) {
      if (sibling.tails[ScorerState.ABOVE].exposure >= LEAST_EXPOSURE) {
        old++;
        for (int i = 0; i < ScorerState.TAILS; i++) {
          shapes[i] += sibling.tails[i].shape();
          scales[i] += sibling.tails[i].scale();
        }
      }
    }
    return new TailPrior(shapes, scales, old);
  }

  float shape(int tail) {
    return shapes[tail];
  }

  float scale(int tail) {
    return scales[tail];
  }
}
