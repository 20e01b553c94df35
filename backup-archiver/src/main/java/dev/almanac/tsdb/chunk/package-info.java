/**
 * The chunks of a block: segment files, and the encodings of samples inside them, both ways.
 *
 * <p>Reading: {@link dev.almanac.tsdb.chunk.ChunkSegments} finds a chunk by its reference and
 * {@link dev.almanac.tsdb.chunk.ChunkDecoder} turns it into a run of samples. Writing: {@link
 * dev.almanac.tsdb.chunk.ChunkEncoder} turns a run into the bytes Prometheus would have written and
 * {@link dev.almanac.tsdb.chunk.ChunkSegmentWriter} lays them out in segments.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/docs/format/chunks.md">Chunks
 *     disk format</a>
 */
package dev.almanac.tsdb.chunk;
