package dev.almanac.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What series of a kind have found out about their tails, for the next one of the kind. The newest
 * siblings count most. Mutable; for one thread at a time.
 */
public final class TailPool {

  /** From that many samples on, a series says something about others. */
  private static final double LEAST_EXPOSURE = 512;

  /** So many siblings are enough: each one more takes the place of the same part of all before. */
  private static final int MOST_SIBLINGS = 64;

  private final double[] shapes = new double[ScorerState.TAILS];
  private final double[] scales = new double[ScorerState.TAILS];
  private int siblings;

  /** Adds what a series knows, unless it is too young to know anything. */
  public TailPool add(ScorerState sibling) {
    if (sibling.tails[ScorerState.ABOVE].exposure < LEAST_EXPOSURE) {
      return this;
    }
    double kept = siblings < MOST_SIBLINGS ? 1 : (MOST_SIBLINGS - 1.) / MOST_SIBLINGS;
    for (int i = 0; i < ScorerState.TAILS; i++) {
      shapes[i] = shapes[i] * kept + sibling.tails[i].shape();
      scales[i] = scales[i] * kept + sibling.tails[i].scale();
    }
    siblings = Math.min(MOST_SIBLINGS, siblings + 1);
    return this;
  }

  /** Adds what another pool knows. */
  public void add(TailPool other) {
    int all = siblings + other.siblings;
    double kept = all <= MOST_SIBLINGS ? 1 : (double) MOST_SIBLINGS / all;
    for (int i = 0; i < ScorerState.TAILS; i++) {
      shapes[i] = (shapes[i] + other.shapes[i]) * kept;
      scales[i] = (scales[i] + other.scales[i]) * kept;
    }
    siblings = Math.min(MOST_SIBLINGS, all);
  }

  /** The mean of all; without any it is what is assumed of every series. */
  public TailPrior prior() {
    return new TailPrior(shapes, scales, siblings);
  }

  /** Writes it: the number of siblings, then the sums of the four tails' shapes and scales. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(siblings);
    for (int i = 0; i < ScorerState.TAILS; i++) {
      out.writeDouble(shapes[i]);
      out.writeDouble(scales[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where it is something else
   */
  public static TailPool read(DataInput in) throws IOException {
    TailPool pool = new TailPool();
    pool.siblings = in.readInt();
    boolean sound = pool.siblings >= 0 && pool.siblings <= MOST_SIBLINGS;
    for (int i = 0; i < ScorerState.TAILS; i++) {
      pool.shapes[i] = in.readDouble();
      pool.scales[i] = in.readDouble();
      sound &= Double.isFinite(pool.shapes[i]) && pool.scales[i] >= 0;
    }
    if (!sound) {
      throw new IOException("expected what siblings know of tails, found something else");
    }
    return pool;
  }
}
