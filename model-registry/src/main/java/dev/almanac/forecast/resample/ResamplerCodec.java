package dev.almanac.forecast.resample;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * A resampler on its way between machines. The bytes live as long as a job does and are not kept:
 * there is one version, and any other is refused.
 */
final class ResamplerCodec {

  private static final int MAGIC = 0x414c5253; // ALRS
  private static final int SAMPLE = 16;
  private static final int STEP = 12;

  /** Magic, how, state, counts, step of the first samples; the two lengths come on top. */
  private static final int FIXED = 4 + 1 + 8 + 8 + 4 + 8 + 8 + 8 + 1 + 9 * 8 + 4 + 4 + 4;

  private ResamplerCodec() {}

  static byte[] encode(Resampler resampler) {
    FirstStep first = resampler.first;
    StepSums sums = resampler.sums;
    int steps = sums.until() - sums.from();
    ByteBuffer out = ByteBuffer.allocate(FIXED + SAMPLE * first.size() + STEP * steps);
    Resampling how = resampler.how();
    out.putInt(MAGIC).put((byte) (how.kind() == SampleKind.COUNTER ? 1 : 0));
    out.putLong(how.start()).putLong(how.step()).putInt(how.steps()).putLong(how.longestGap());
    out.putLong(resampler.lastTime).putDouble(resampler.lastValue);
    out.put((byte) (resampler.alive ? 1 : 0));
    Tally tally = resampler.tally;
    out.putLong(tally.samples).putLong(tally.resets).putLong(tally.ends);
    out.putLong(tally.duplicates).putLong(tally.unsorted).putLong(tally.overlaps);
    out.putLong(first.tally.samples).putLong(first.tally.resets).putLong(first.tally.ends);
    out.putInt(first.size()).putInt(sums.from()).putInt(steps);
    for (int i = 0; i < first.size(); i++) {
      out.putLong(first.times()[i]).putLong(first.valueBits()[i]);
    }
    for (int step = sums.from(); step < sums.until(); step++) {
      out.putDouble(sums.sum(step)).putInt(sums.weight(step));
    }
    return out.array();
  }

  static Resampler decode(ByteBuffer in) {
    try {
      return read(in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("resampler: ends after " + in.limit() + " bytes", e);
    }
  }

  private static Resampler read(ByteBuffer in) {
    require(in.getInt() == MAGIC, "these bytes are something else");
    byte kind = in.get();
    require(kind == 0 || kind == 1, "kind " + kind);
    Resampling how =
        new Resampling(
            kind == 1 ? SampleKind.COUNTER : SampleKind.GAUGE,
            in.getLong(),
            in.getLong(),
            in.getInt(),
            in.getLong());
    Resampler resampler = new Resampler(how);
    long lastTime = in.getLong();
    double lastValue = in.getDouble();
    boolean alive = in.get() == 1;
    Tally tally = resampler.tally;
    tally.samples = in.getLong();
    tally.resets = in.getLong();
    tally.ends = in.getLong();
    tally.duplicates = in.getLong();
    tally.unsorted = in.getLong();
    tally.overlaps = in.getLong();
    Tally firstTally = resampler.first.tally;
    firstTally.samples = in.getLong();
    firstTally.resets = in.getLong();
    firstTally.ends = in.getLong();
    int samples = in.getInt();
    int from = in.getInt();
    int steps = in.getInt();
    require(samples >= 0 && from >= 0 && steps >= 0, "a negative length");
    require(
        in.remaining() == (long) SAMPLE * samples + (long) STEP * steps,
        in.remaining() + " bytes for " + samples + " samples and " + steps + " steps");
    require((long) from + steps <= how.steps(), "steps " + from + " + " + steps);
    for (int i = 0; i < samples; i++) {
      long time = in.getLong();
      resampler.first.add(time, in.getLong(), resampler.stepOf(time));
    }
    for (int step = from; step < from + steps; step++) {
      double sum = in.getDouble();
      resampler.sums.add(step, sum, in.getInt());
    }
    resampler.lastTime = lastTime;
    resampler.lastValue = lastValue;
    resampler.alive = alive;
    return resampler;
  }

  private static void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException("resampler: " + found);
    }
  }
}
