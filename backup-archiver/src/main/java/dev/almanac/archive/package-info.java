/**
 * The archive, format 1: Parquet files that any SQL engine reads and from which every sample comes
 * back bit for bit.
 *
 * <p>{@link dev.almanac.archive.ArchivePartWriter} writes one part (a day of a range of series);
 * {@link dev.almanac.archive.ArchiveReader} and {@link dev.almanac.archive.SeriesRows} read it. The
 * bytes are described in {@code docs/format/archive.md}.
 *
 * <p>Whole columns are encoded here, not rows by parquet-java: its row API costs most of the CPU,
 * and it rewrites every NaN to the canonical one ({@code LittleEndianDataOutputStream.writeDouble}
 * uses {@code doubleToLongBits}), which would turn Prometheus's stale markers into plain NaNs.
 */
package dev.almanac.archive;
