package dev.almanac.jobs;

import dev.almanac.series.TimeRange;
import java.io.Serializable;

/**
 * What is restored at a time.
 *
 * @param name a block's ULID, or the time of new blocks
 * @param time what is restored of
 */
record RestorePiece(String name, TimeRange time) implements Serializable {}
