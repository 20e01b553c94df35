package dev.almanac.anomaly;

import java.nio.ByteBuffer;

/**
 * Reads states. Whatever the bytes are, the result is a state that can be used, or an exception.
 */
final class ScorerStateReader {

  /** More than a scorer ever makes of values, which it cuts: see {@link Scorer#LARGEST}. */
  private static final double MOST = 1000 * Scorer.LARGEST;

  private static final long MOST_SAMPLES = 1L << 53;

  private final ByteBuffer in;

  ScorerStateReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  ScorerState read() {
    int version = need(1).get();
    require(
        version >= 1 && version <= ScorerStateWriter.VERSION,
        "version " + version + " is not known here, only 1 to " + ScorerStateWriter.VERSION);
    ScorerState state = new ScorerState();
    state.guided = flag();
    state.pace.last = need(Long.BYTES).getLong();
    state.pace.step = size("step");
    baseline(state.baseline);
    if (version > 1) {
      state.baseline.sinceShift = count("samples since a shift", Baseline.SETTLED);
    } // before, shifts were not remembered
    runs(state.runs);
    state.budget.correction = within("correction", Budget.LOWEST, Budget.HIGHEST);
    state.budget.lastFlagged = need(Long.BYTES).getLong();
    state.budget.lastAlarm = need(Long.BYTES).getLong();
    for (Tail tail : state.tails) {
      tail(tail);
    }
    tail(state.rarity);
    require(!in.hasRemaining(), in.remaining() + " bytes too many");
    return state;
  }

  private void baseline(Baseline baseline) {
    baseline.learned = need(Long.BYTES).getLong();
    require(
        baseline.learned >= 0 && baseline.learned <= MOST_SAMPLES, "samples " + baseline.learned);
    baseline.level = within("level", -MOST, MOST);
    baseline.slowLevel = within("slow level", -MOST, MOST);
    baseline.spread = within("spread", 0, MOST);
    baseline.widening = within("widening", 1, Baseline.WIDEST);
    baseline.flagged = count("flagged", Baseline.SHIFT);
    baseline.flaggedSum = within("flagged sum", -MOST, MOST);
    baseline.flaggedSquares = within("flagged squares", 0, MOST * MOST);
    baseline.drifted = count("drifted", Baseline.SHIFT);
  }

  private void runs(Runs runs) {
    runs.last = need(Double.BYTES).getDouble();
    runs.grain = need(Double.BYTES).getDouble();
    require(runs.grain > 0, "grain " + runs.grain);
    runs.differences = count("differences");
    runs.equal = count("equal");
    runs.mostEqual = count("most equal");
    runs.zeros = count("zeros");
    runs.mostZeros = count("most zeros");
  }

  private void tail(Tail tail) {
    tail.exposure = size("exposure");
    tail.peak = need(Float.BYTES).getFloat();
    require(
        tail.peak == Float.NEGATIVE_INFINITY || Math.abs(tail.peak) <= Tail.FURTHEST,
        "a running peak of " + tail.peak);
    tail.near = need(Long.BYTES).getLong();
    tail.excursion = flag();
    tail.length = count("samples of a peak", Tail.LONGEST);
    tail.exposed = count("samples exposed", tail.length);
    tail.priorShape = (float) number("prior shape", Float.BYTES);
    tail.priorScale = (float) number("prior scale", Float.BYTES);
    require(Math.abs(tail.priorShape) <= 1, "prior shape " + tail.priorShape);
    require(tail.priorScale > 1e-6 && tail.priorScale < 1e6, "prior scale " + tail.priorScale);
    int count = need(1).get();
    require(count >= 0 && count <= Tail.SIZE, count + " peaks");
    float above = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float peak = (float) number("a peak", Float.BYTES);
      require(Math.abs(peak) <= Tail.FURTHEST, "a peak of " + peak);
      require(peak <= above, "peaks do not fall: " + peak + " after " + above);
      tail.peaks[i] = peak;
      above = peak;
    }
    tail.count = count;
    tail.fit();
  }

  private boolean flag() {
    int flag = need(1).get();
    require(flag == 0 || flag == 1, "a flag expected, found " + flag);
    return flag == 1;
  }

  private int count(String what) {
    return count(what, Integer.MAX_VALUE);
  }

  private int count(String what, int most) {
    int count = need(Integer.BYTES).getInt();
    require(count >= 0 && count <= most, what + " " + count);
    return count;
  }

  private double within(String what, double least, double most) {
    double number = number(what);
    require(number >= least && number <= most, what + " " + number);
    return number;
  }

  private double size(String what) {
    double size = number(what);
    require(size >= 0, what + " " + size);
    return size;
  }

  private double number(String what) {
    return number(what, Double.BYTES);
  }

  private double number(String what, int bytes) {
    need(bytes);
    double number = bytes == Float.BYTES ? in.getFloat() : in.getDouble();
    require(Double.isFinite(number), what + ": a number expected, found " + number);
    return number;
  }

  private ByteBuffer need(int bytes) {
    require(in.remaining() >= bytes, bytes + " bytes expected, " + in.remaining() + " left");
    return in;
  }

  private void require(boolean holds, String found) {
    if (!holds) {
      throw new CorruptScorerStateException(in.position(), found);
    }
  }
}
