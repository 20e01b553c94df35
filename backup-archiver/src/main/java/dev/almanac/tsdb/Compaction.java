package dev.almanac.tsdb;

import java.util.List;

/**
 * How a block came to be.
 *
 * @param level 1 for a block written from memory, more for one merged from others
 * @param sources ULIDs of the level 1 blocks that went into it
 * @param hints what else it came from, {@code from-out-of-order} for one
 */
public record Compaction(int level, List<String> sources, List<String> hints) {

  public Compaction {
    sources = List.copyOf(sources);
    hints = List.copyOf(hints);
  }
}
