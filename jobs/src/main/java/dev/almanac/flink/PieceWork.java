package dev.almanac.flink;

import dev.almanac.blob.BlobStore;
import java.io.Serializable;
import java.util.function.LongConsumer;

/** What is to be done with each piece, independently of all others. */
@FunctionalInterface
public interface PieceWork<P extends Serializable, R extends Serializable> extends Serializable {

  /**
   * Does it.
   *
   * @param store the archive
   * @param progress told how much was done, as it is
   */
  R carryOut(P piece, BlobStore store, LongConsumer progress);
}
