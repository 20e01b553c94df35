package dev.almanac.series;

/**
 * How Prometheus encodes a chunk, by the byte that stands in front of its data.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/chunk.go">tsdb/chunkenc/chunk.go</a>
 */
public enum ChunkEncoding {
  XOR(1, false, false),
  HISTOGRAM(2, true, false),
  FLOAT_HISTOGRAM(3, true, false),
  /** Floats with an optional start timestamp per sample; Prometheus 3.11 and later. */
  XOR2(4, false, true),
  /** Integer histograms with a start timestamp per sample; Prometheus 3.14 and later. */
  HISTOGRAM_ST(5, true, true),
  /** Float histograms with a start timestamp per sample; Prometheus 3.14 and later. */
  FLOAT_HISTOGRAM_ST(6, true, true);

  private static final ChunkEncoding[] BY_ID = new ChunkEncoding[7];

  static {
    for (ChunkEncoding encoding : values()) {
      BY_ID[encoding.id] = encoding;
    }
  }

  private final int id;
  private final boolean histogram;
  private final boolean startTimestamps;

  ChunkEncoding(int id, boolean histogram, boolean startTimestamps) {
    this.id = id;
    this.histogram = histogram;
    this.startTimestamps = startTimestamps;
  }

  /** The byte in front of the chunk's data, also used in remote read and in the archive. */
  public int id() {
    return id;
  }

  public boolean isHistogram() {
    return histogram;
  }

  /** Whether samples of this encoding may carry a start timestamp. */
  public boolean carriesStartTimestamps() {
    return startTimestamps;
  }

  /** The encoding with this id, or null where Prometheus defines none. */
  public static ChunkEncoding ofId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }
}
