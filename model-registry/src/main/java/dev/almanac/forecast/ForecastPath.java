package dev.almanac.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A part of a forecast that can be asked at any time, as what is compared with live samples is:
 * expected values and spreads at equal steps, in single precision. Eight bytes a step. Immutable.
 *
 * <p>A step of a forecast is the mean of the time that it stands for, so its value is taken to be
 * that of the middle of it, and what lies between two middles is on a line.
 */
public final class ForecastPath {

  /** Longer ones are no use: models are asked anew in time. */
  public static final int MOST_STEPS = 1 << 16;

  /** Half of the width of a band that holds this part of the values is the spread. */
  private static final double COVERAGE = .8;

  /** Nowhere is the spread less than this part of the widest: some hour may never have varied. */
  private static final float NARROWEST = 1e-3f;

  private final long start;
  private final long step;
  private final double base;
  private final float[] changes;
  private final float[] spreads;

  private ForecastPath(long start, long step, double base, float[] changes, float[] spreads) {
    this.start = start;
    this.step = step;
    this.base = base;
    this.changes = changes;
    this.spreads = spreads;
  }

  /**
   * The steps of a forecast that overlap a range of time.
   *
   * @param from milliseconds since 1970
   * @param until the first millisecond after
   * @return empty where there is no such step, where the forecast has no spread, as that of a
   *     constant has none, or where values are too wide for single precision
   */
  public static Optional<ForecastPath> of(Forecast forecast, long from, long until) {
    long step = forecast.step();
    int first = (int) Math.max(0, Math.floorDiv(from - forecast.start(), step));
    long after = -Math.floorDiv(forecast.start() - until, step);
    int steps = (int) Math.min(MOST_STEPS, Math.min(forecast.horizon(), after) - first);
    if (steps < 1) {
      return Optional.empty();
    }
    double[] median = forecast.median();
    Forecast.Interval band = forecast.interval(COVERAGE);
    double base = median[first];
    float[] changes = new float[steps];
    float[] spreads = new float[steps];
    float widest = 0;
    boolean finite = true;
    for (int i = 0; i < steps; i++) {
      changes[i] = (float) (median[first + i] - base);
      spreads[i] = (float) (band.upper()[first + i] / 2 - band.lower()[first + i] / 2);
      widest = Math.max(widest, spreads[i]);
      finite &= Float.isFinite(changes[i]) && Float.isFinite(spreads[i]);
    }
    if (!finite || !(widest * NARROWEST > 0)) {
      return Optional.empty();
    }
    for (int i = 0; i < steps; i++) {
      spreads[i] = Math.max(spreads[i], widest * NARROWEST);
    }
    return Optional.of(new ForecastPath(forecast.time(first), step, base, changes, spreads));
  }

  /** Where it begins, in milliseconds since 1970. */
  public long start() {
    return start;
  }

  /** The first millisecond after it. */
  public long end() {
    return start + step * changes.length;
  }

  /** How many steps it has. */
  public int steps() {
    return changes.length;
  }

  /** Whether it says anything of a time. */
  public boolean covers(long time) {
    return time >= start && time < end();
  }

  /** The value that is expected at a time that is covered. */
  public double expected(long time) {
    return base + at(changes, time);
  }

  /** How far off that tends to be; above 0. */
  public double spread(long time) {
    return at(spreads, time);
  }

  private double at(float[] values, long time) {
    double place = (double) (time - start) / step - .5;
    if (place <= 0) {
      return values[0];
    }
    int before = (int) place;
    if (before >= values.length - 1) {
      return values[values.length - 1];
    }
    double part = place - before;
    return values[before] + part * ((double) values[before + 1] - values[before]);
  }

  /** Writes it: start, step, base, count of steps, changes, spreads; all big-endian. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(start);
    out.writeLong(step);
    out.writeDouble(base);
    out.writeInt(changes.length);
    for (float change : changes) {
      out.writeFloat(change);
    }
    for (float spread : spreads) {
      out.writeFloat(spread);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where it is something else
   */
  public static ForecastPath read(DataInput in) throws IOException {
    long start = in.readLong();
    long step = in.readLong();
    double base = in.readDouble();
    int steps = in.readInt();
    if (step < 1 || steps < 1 || steps > MOST_STEPS || !Double.isFinite(base)) {
      throw new IOException(
          "expected 1 to %d steps of a forecast, found %d of %d ms at %s"
              .formatted(MOST_STEPS, steps, step, base));
    }
    return new ForecastPath(start, step, base, floats(in, steps), floats(in, steps));
  }

  private static float[] floats(DataInput in, int count) throws IOException {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = in.readFloat();
      if (!Float.isFinite(floats[i])) {
        throw new IOException("expected a step of a forecast, found " + floats[i]);
      }
    }
    return floats;
  }
}
