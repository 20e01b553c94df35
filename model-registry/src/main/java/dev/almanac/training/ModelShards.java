package dev.almanac.training;

import dev.almanac.series.Labels;

/**
 * The files among which the series of a model are shared out: how many there are and which series
 * is in which depends on nothing but the series, so whoever trains with however many workers makes
 * the same files.
 */
public final class ModelShards {

  /** So many files at most; one that would hold no series is not there. */
  public static final int COUNT = 8;

  private ModelShards() {}

  /** The number of the file that a series is in, from 0. */
  public static int of(Labels labels) {
    // The hash of an array of strings is laid down by Java's specification.
    return Math.floorMod(labels.hashCode() * 0x9E3779B9, COUNT << 16) >>> 16;
  }

  /** The name of a file. */
  public static String name(int shard) {
    return "series-" + (shard + 1) + "-of-" + COUNT + ".models";
  }
}
