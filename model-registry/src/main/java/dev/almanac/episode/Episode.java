package dev.almanac.episode;

import dev.almanac.anomaly.ScoreNames;
import dev.almanac.series.Labels;

/**
 * A time in which a series scored above 1 again and again.
 *
 * @param score the labels of the series of scores
 * @param start the first time, in milliseconds since 1970
 * @param end the last time
 * @param samples how often
 * @param peakAt when it was worst; the first such time
 * @param peak the score then
 */
public record Episode(Labels score, long start, long end, long samples, long peakAt, double peak) {

  static Episode of(Labels score, long time, double value) {
    return new Episode(score, time, time, 1, time, value);
  }

  /** The same with one score more. */
  Episode with(long time, double value) {
    return value > peak
        ? new Episode(score, start, time, samples + 1, time, value)
        : new Episode(score, start, time, samples + 1, peakAt, peak);
  }

  /** The series that was scored. */
  public Labels source() {
    return ScoreNames.sourceOf(score);
  }
}
