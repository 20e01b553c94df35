package dev.almanac.episode;

import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.util.OptionalDouble;

/** The sample of a series at some time, and the one before, as they come by. */
final class Sought {

  private final long time;
  private final boolean counter;
  private long lastTime = Long.MIN_VALUE;
  private double last = Double.NaN;
  private long beforeTime = Long.MIN_VALUE;
  private double before = Double.NaN;

  private Sought(long time, boolean counter) {
    this.time = time;
    this.counter = counter;
  }

  /** Of a level, or of anything that is compared with one. */
  static Sought value(long time) {
    return new Sought(time, false);
  }

  /** Of a series that was scored: of a counter, as its name tells, the rate. */
  static Sought source(Labels series, long time) {
    return new Sought(time, SampleKind.ofName(series) == SampleKind.COUNTER);
  }

  /** Which samples are of interest. */
  TimeRange range() {
    return new TimeRange(counter ? time - Resampling.FIVE_MINUTES : time, time + 1);
  }

  /** Takes samples; they come in order of time. */
  void take(FloatRun run) {
    TimeRange range = range();
    for (int i = run.firstFrom(range.from());
        i < run.size() && run.timestamps[i] < range.until();
        i++) {
      if (run.timestamps[i] > lastTime) {
        beforeTime = lastTime;
        before = last;
        lastTime = run.timestamps[i];
        last = Double.longBitsToDouble(run.valueBits[i]);
      }
    }
  }

  /** What was sought; nothing where it did not come by, or is no number. */
  OptionalDouble found() {
    double value = Double.NaN;
    if (lastTime == time) {
      value = counter ? rate() : last;
    }
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private double rate() {
    return beforeTime == Long.MIN_VALUE || last < before
        ? Double.NaN
        : (last - before) * 1000 / (lastTime - beforeTime);
  }
}
