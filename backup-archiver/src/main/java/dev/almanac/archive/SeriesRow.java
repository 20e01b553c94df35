package dev.almanac.archive;

import dev.almanac.series.Labels;

/**
 * What a part holds of one series.
 *
 * @param seriesId its stable id (see {@link SeriesIds})
 * @param labels its label set, {@code __name__} included
 * @param firstTs the earliest timestamp, in milliseconds since the epoch
 * @param lastTs the latest timestamp, inclusive
 * @param samples how many float samples
 * @param histograms how many native-histogram samples
 * @param digest {@link dev.almanac.series.SeriesDigest#value()} over all of them
 */
public record SeriesRow(
    long seriesId,
    Labels labels,
    long firstTs,
    long lastTs,
    long samples,
    long histograms,
    long digest) {

  /** The same with equal labels that others have too. */
  SeriesRow with(Labels same) {
    return new SeriesRow(seriesId, same, firstTs, lastTs, samples, histograms, digest);
  }
}
