package dev.almanac.series;

import java.io.Serializable;

/**
 * A range of series in the order of the archive ({@link Labels#BY_METRIC_NAME}).
 *
 * @param from the first label set inside, or null for no lower bound
 * @param until the first label set after, not before {@code from}, or null for no upper bound
 */
public record SeriesRange(Labels from, Labels until) implements Serializable {

  public static final SeriesRange ALL = new SeriesRange(null, null);

  public SeriesRange {
    if (from != null && until != null && Labels.BY_METRIC_NAME.compare(until, from) < 0) {
      throw new IllegalArgumentException(
          "series range ends (" + until + ") before it begins (" + from + ")");
    }
  }

  public boolean contains(Labels labels) {
    return !isBefore(labels) && !isAfter(labels);
  }

  /** Whether the label set lies before the range. */
  public boolean isBefore(Labels labels) {
    return from != null && Labels.BY_METRIC_NAME.compare(labels, from) < 0;
  }

  /** Whether the label set lies after the range. */
  public boolean isAfter(Labels labels) {
    return until != null && Labels.BY_METRIC_NAME.compare(labels, until) >= 0;
  }
}
