package dev.almanac.forecast.resample;

import dev.almanac.forecast.History;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns samples of one series, fed in order of time and in pieces of any length, into steps.
 *
 * <p>Where samples are read in several places, each makes a resampler of its own and sends it as
 * {@link #toBytes bytes}; joined in order of time by {@link #append(Resampler)} they hold, bit for
 * bit, what a single one would hold that had seen every sample. For that a resampler keeps the
 * samples of its first step as they are until it is joined to what was before: sums are then taken
 * in the same order, however the time was cut. Not safe for use by several threads.
 *
 * <p>A stale marker ends a series, as does a gap longer than {@link Resampling#longestGap}: no
 * increase is counted across either. A counter that falls was reset, and grew from zero to where it
 * is. Of the increase between two samples each step gets the part of its time; a step of a counter
 * is known where at least half of its time is, one of a gauge where it has a sample.
 */
public final class Resampler {

  /** Prometheus's marker of the end of a series. */
  private static final long STALE = 0x7ff0000000000002L;

  final Resampling how;
  final StepSums sums;
  final FirstStep first;

  /** Of the last sample; meaningless while there is none. */
  long lastTime;

  double lastValue;

  /** Whether there is a last sample that the next one may be compared with. */
  boolean alive;

  final Tally tally = new Tally();

  public Resampler(Resampling how) {
    this(how, new StepSums(), new FirstStep());
  }

  Resampler(Resampling how, StepSums sums, FirstStep first) {
    this.how = how;
    this.sums = sums;
    this.first = first;
  }

  /** What becomes of samples here. */
  public Resampling how() {
    return how;
  }

  /** How many samples were taken, and what was wrong with others. */
  public ResampleCounts counts() {
    return tally.counts();
  }

  /** Whether no sample was taken yet. */
  public boolean isEmpty() {
    return first.size() == 0;
  }

  /**
   * Time of the first sample, to sort resamplers by before they are joined.
   *
   * @throws IllegalStateException where there is none
   */
  public long firstTime() {
    if (isEmpty()) {
      throw new IllegalStateException("no sample yet");
    }
    return first.times()[0];
  }

  /**
   * Takes samples {@code from} until {@code until} of two arrays, such as those of a {@link
   * dev.almanac.series.FloatRun}. A sample that is not later than the one before it is passed over
   * and counted.
   *
   * @param timestamps milliseconds since 1970
   * @param valueBits IEEE 754 bits of the values
   */
  public void append(long[] timestamps, long[] valueBits, int from, int until) {
    for (int i = from; i < until; i++) {
      long time = timestamps[i];
      if (isEmpty() || time > lastTime) {
        take(time, valueBits[i]);
      } else if (time == lastTime) {
        tally.duplicates++;
      } else {
        tally.unsorted++;
      }
    }
  }

  private void take(long time, long bits) {
    double value = Double.longBitsToDouble(bits);
    tally.samples++;
    tally.ends += bits == STALE ? 1 : 0;
    if (how.kind() == SampleKind.GAUGE) {
      addGauge(time, value);
    } else {
      addCounter(time, value);
    }
    if (!first.closed()) {
      first.add(time, bits, stepOf(time));
      first.tally.setTaken(tally);
    }
    lastTime = time;
    lastValue = value;
  }

  int stepOf(long time) {
    // Far away is as good as just outside: both are passed over.
    if (time < how.start()) {
      return -1;
    }
    return time >= how.end() ? how.steps() : (int) ((time - how.start()) / how.step());
  }

  private void addGauge(long time, double value) {
    int step = stepOf(time);
    if (step >= 0 && step < how.steps() && !Double.isNaN(value)) {
      sums.add(step, value, 1);
    }
  }

  private void addCounter(long time, double value) {
    boolean counts = Double.isFinite(value) && value >= 0;
    long gap = time - lastTime; // negative where it is more than a long can hold
    if (counts && alive && gap > 0 && gap <= how.longestGap()) {
      tally.resets += value < lastValue ? 1 : 0;
      addIncrease(time, value < lastValue ? value : value - lastValue);
    }
    alive = counts;
  }

  private void addIncrease(long time, double increase) {
    double length = time - lastTime;
    long from = Math.max(lastTime, how.start());
    long end = Math.min(time, how.end());
    while (from < end) {
      int step = stepOf(from);
      long until = Math.min(end, how.start() + (step + 1) * how.step());
      sums.add(step, increase * ((until - from) / length), (int) (until - from));
      from = until;
    }
  }

  /**
   * Takes everything that another one took whose samples are later than all of this one's.
   *
   * <p>Where the other begins before this one ends, what both have of the same time is not counted
   * twice: steps up to this one's last keep what is here, steps that are empty here are taken from
   * the other, and each that was given up is counted.
   *
   * @throws IllegalArgumentException where the other makes other steps
   */
  public void append(Resampler later) {
    if (!how.equals(later.how)) {
      throw new IllegalArgumentException("cannot join " + later.how + " to " + how);
    }
    int kept =
        !isEmpty() && !later.isEmpty() && later.firstTime() <= lastTime ? stepOf(lastTime) : -1;
    append(later.first.times(), later.first.valueBits(), 0, later.first.size());
    tally.add(later.tally, later.first.tally);
    if (later.first.closed()) {
      tally.overlaps += sums.take(later.sums, later.first.step(), kept);
      if (later.lastTime >= lastTime) {
        lastTime = later.lastTime;
        lastValue = later.lastValue;
        alive = later.alive;
      }
    }
  }

  /** All steps, those of which nothing is known as NaN. */
  public History history() {
    double[] values = new double[how.steps()];
    Arrays.fill(values, Double.NaN);
    for (int step = sums.from(); step < sums.until(); step++) {
      int weight = sums.weight(step);
      if (how.kind() == SampleKind.GAUGE) {
        values[step] = weight > 0 ? sums.sum(step) / weight : Double.NaN;
      } else if (weight >= how.step() - weight) {
        values[step] = sums.sum(step) / weight * 1000;
      }
    }
    return new History(how.start(), how.step(), values);
  }

  /** Everything, to be sent elsewhere. */
  public byte[] toBytes() {
    return ResamplerCodec.encode(this);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException where the bytes are anything else
   */
  public static Resampler fromBytes(byte[] bytes) {
    return ResamplerCodec.decode(ByteBuffer.wrap(bytes));
  }
}
