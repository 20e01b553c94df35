package dev.almanac.anomaly;

import java.nio.ByteBuffer;

/**
 * Reads states. Whatever the bytes are, the result is a state that can be used, or an exception.
 */
final class ScorerStateReader {

  private final ByteBuffer in;

  ScorerStateReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  ScorerState read() {
    int version = need(1).get();
    require(
        version == ScorerStateWriter.VERSION,
        "version " + version + " is not known here, only " + ScorerStateWriter.VERSION);
    ScorerState state = new ScorerState();
    state.guided = flag();
    state.pace.last = need(Long.BYTES).getLong();
    state.pace.step = size("step");
    baseline(state.baseline);
    runs(state.runs);
    state.budget.correction = number("correction");
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
    require(baseline.learned >= 0, "samples " + baseline.learned);
    baseline.level = number("level");
    baseline.slowLevel = number("slow level");
    baseline.spread = size("spread");
    baseline.widening = size("widening");
    require(baseline.widening >= 1, "widening " + baseline.widening);
    baseline.flagged = count("flagged");
    baseline.flaggedSum = need(Double.BYTES).getDouble();
    baseline.flaggedSquares = need(Double.BYTES).getDouble();
    baseline.drifted = count("drifted");
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
    require(!Float.isNaN(tail.peak), "peak NaN");
    tail.near = need(Long.BYTES).getLong();
    tail.excursion = flag();
    tail.length = count("samples of a peak");
    tail.exposed = count("samples exposed");
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
    int count = need(Integer.BYTES).getInt();
    require(count >= 0, what + " " + count);
    return count;
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
