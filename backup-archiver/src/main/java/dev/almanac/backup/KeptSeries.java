package dev.almanac.backup;

import dev.almanac.series.Labels;
import java.io.Serializable;

/**
 * A series of a block whose chunks cannot all be made again from rows, and so are kept as bytes.
 *
 * @param block the block's ULID
 */
public record KeptSeries(String block, Labels labels) implements Serializable {}
