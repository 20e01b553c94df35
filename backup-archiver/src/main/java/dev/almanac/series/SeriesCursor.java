package dev.almanac.series;

/**
 * Series one after the other in the order of the archive ({@link Labels#BY_METRIC_NAME}), each as
 * runs of samples in order of time. The one shape data travels in.
 *
 * <pre>{@code
 * try (SeriesCursor series = …) {
 *   while (series.nextSeries()) {
 *     for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
 *       …
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads. Errors in the data are thrown, with their place, by the
 * call that meets them.
 */
public interface SeriesCursor extends AutoCloseable {

  /** Moves to the next series, whatever is left of the current one; false at the end. */
  boolean nextSeries();

  /** The label set of the current series. */
  Labels labels();

  /**
   * The next run of the current series, never empty, or null when it has no more. Timestamps ascend
   * strictly within a run; runs of one series do not overlap unless the source's chunks do.
   */
  Run nextRun();

  @Override
  void close();
}
