package dev.almanac.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes states: docs/format/scorer-state.md. */
final class ScorerStateWriter {

  static final byte VERSION = 2;

  /** More than any state takes. */
  private static final int MOST_BYTES = 2048;

  private final ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);

  byte[] write(ScorerState state) {
    out.put(VERSION).put((byte) (state.guided ? 1 : 0));
    out.putLong(state.pace.last).putDouble(state.pace.step);
    baseline(state.baseline);
    runs(state.runs);
    out.putDouble(state.budget.correction).putLong(state.budget.lastFlagged);
    out.putLong(state.budget.lastAlarm);
    for (Tail tail : state.tails) {
      tail(tail);
    }
    tail(state.rarity);
    return Arrays.copyOf(out.array(), out.position());
  }

  private void baseline(Baseline baseline) {
    out.putLong(baseline.learned);
    out.putDouble(baseline.level).putDouble(baseline.slowLevel).putDouble(baseline.spread);
    out.putDouble(baseline.widening);
    out.putInt(baseline.flagged);
    out.putDouble(baseline.flaggedSum).putDouble(baseline.flaggedSquares);
    out.putInt(baseline.drifted);
    out.putInt(baseline.sinceShift);
  }

  private void runs(Runs runs) {
    out.putDouble(runs.last).putDouble(runs.grain).putInt(runs.differences);
    out.putInt(runs.equal).putInt(runs.mostEqual);
    out.putInt(runs.zeros).putInt(runs.mostZeros);
  }

  private void tail(Tail tail) {
    out.putDouble(tail.exposure).putFloat(tail.peak).putLong(tail.near);
    out.put((byte) (tail.excursion ? 1 : 0));
    out.putInt(tail.length).putInt(tail.exposed);
    out.putFloat(tail.priorShape).putFloat(tail.priorScale);
    out.put((byte) tail.count);
    for (int i = 0; i < tail.count; i++) {
      out.putFloat(tail.peaks[i]);
    }
  }
}
