package dev.almanac.archive;

/**
 * Which encodings the number columns may use. Of those allowed, each page takes the one that makes
 * it smallest, so a wider choice is never larger but asks more of the reader.
 */
public enum PageEncodings {
  /**
   * PLAIN and dictionary only: what every reader knows. Flink SQL's own filesystem connector (as of
   * 2.3) reads nothing else.
   */
  BASIC,
  /**
   * DELTA_BINARY_PACKED too: DuckDB, pyarrow, Spark from 3.3, Trino, and everything that reads
   * through parquet-java. The default.
   */
  COMPACT,
  /**
   * BYTE_STREAM_SPLIT too, for integers as well as doubles: DuckDB, pyarrow from 17, parquet-java
   * from 1.15 (but not Spark's vectorised reader).
   */
  SMALLEST
}
