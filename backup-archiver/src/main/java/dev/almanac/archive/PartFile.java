package dev.almanac.archive;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * A finished file of a part.
 *
 * @param kind what its rows are
 * @param path where it lies
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param rows how many rows it has
 * @param series how many series its rows are of
 * @param firstTs the earliest timestamp, in milliseconds since the epoch
 * @param lastTs the latest timestamp, inclusive
 */
public record PartFile(
    ArchiveKind kind,
    Path path,
    long bytes,
    String sha256,
    long rows,
    long series,
    long firstTs,
    long lastTs)
    implements Serializable {}
