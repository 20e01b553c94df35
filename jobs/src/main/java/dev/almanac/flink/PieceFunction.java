package dev.almanac.flink;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.Serializable;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Carries out pieces of work, one at a time. */
public final class PieceFunction<P extends Serializable, R extends Serializable>
    extends RichMapFunction<Numbered<P>, Numbered<R>> {

  /** Accumulator: how much was done so far, in whatever the work counts. */
  public static final String AMOUNT = "amount";

  /** Accumulator: pieces finished so far. */
  public static final String PIECES = "pieces";

  private static final long serialVersionUID = 1L;

  private final String archive;
  private final PieceWork<P, R> work;
  private final LongCounter amount = new LongCounter();
  private final LongCounter pieces = new LongCounter();
  private transient BlobStore store;

  /**
   * @param archive where the store is that the work needs
   */
  public PieceFunction(String archive, PieceWork<P, R> work) {
    this.archive = archive;
    this.work = work;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(AMOUNT, amount);
    getRuntimeContext().addAccumulator(PIECES, pieces);
    store = BlobStores.open(archive);
  }

  @Override
  public Numbered<R> map(Numbered<P> piece) {
    R result = work.carryOut(piece.value(), store, amount::add);
    pieces.add(1L);
    return new Numbered<>(piece.number(), result);
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
