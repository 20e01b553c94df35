package dev.almanac.flink.live;

import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.series.Labels;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Consecutive float samples of one series, as they travel between operators: a run with its labels,
 * and arrays that are exactly as long as it. Immutable as far as its users leave the arrays alone.
 *
 * @param timestamps milliseconds since the epoch, strictly ascending; at least one
 * @param valueBits raw IEEE 754 bits of each value: stale markers and NaN payloads stay what they
 *     are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record SeriesRun(Labels labels, long[] timestamps, long[] valueBits)
    implements Serializable {

  /** How Flink moves and stores it. */
  public static final TypeInformation<SeriesRun> TYPE =
      new ValueTypeInfo<>(SeriesRun.class, new SeriesRunSerializer());

  public SeriesRun {
    if (timestamps.length == 0 || timestamps.length != valueBits.length) {
      throw new IllegalArgumentException(
          "expected as many values as timestamps, and one at least, found "
              + timestamps.length
              + " timestamps and "
              + valueBits.length
              + " values of "
              + labels);
    }
  }

  /** A single sample. */
  public static SeriesRun of(Labels labels, long timestamp, double value) {
    return new SeriesRun(
        labels, new long[] {timestamp}, new long[] {Double.doubleToRawLongBits(value)});
  }

  /** How many samples it holds. */
  public int size() {
    return timestamps.length;
  }

  public long lastTimestamp() {
    return timestamps[timestamps.length - 1];
  }

  /** The samples from index {@code from} up to, without, {@code until}. */
  public SeriesRun part(int from, int until) {
    return from == 0 && until == timestamps.length
        ? this
        : new SeriesRun(
            labels,
            Arrays.copyOfRange(timestamps, from, until),
            Arrays.copyOfRange(valueBits, from, until));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesRun that
        && labels.equals(that.labels)
        && Arrays.equals(timestamps, that.timestamps)
        && Arrays.equals(valueBits, that.valueBits);
  }

  @Override
  public int hashCode() {
    return 31 * labels.hashCode() + Arrays.hashCode(timestamps);
  }

  @Override
  public String toString() {
    return labels + " x " + timestamps.length + " from " + timestamps[0];
  }
}
