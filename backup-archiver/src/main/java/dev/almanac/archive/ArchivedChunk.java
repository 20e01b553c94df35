package dev.almanac.archive;

import dev.almanac.series.Labels;

/**
 * A chunk kept as its original bytes because encoding its samples again gives others.
 *
 * @param block the ULID of the block it is from
 * @param seriesId the series it belongs to
 * @param labels of that series
 * @param chunkRef where in the block's segments it lies, as the block's index says
 * @param minTs its first timestamp, in milliseconds since the epoch
 * @param maxTs its last timestamp, inclusive
 * @param encoding the byte in front of its data
 * @param data its data, without length, encoding and checksum
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to disk or back, never compared
public record ArchivedChunk(
    String block,
    long seriesId,
    Labels labels,
    long chunkRef,
    long minTs,
    long maxTs,
    int encoding,
    byte[] data) {}
