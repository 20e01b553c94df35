package dev.almanac.flink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Pieces of work as a bounded stream. A reader gets its next piece when it is done with the one
 * before, so fast workers take more of them.
 */
public final class PieceSource<T extends Serializable>
    implements Source<T, Piece<T>, List<Piece<T>>> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<Piece<T>> pieces = new ArrayList<>();

  public PieceSource(List<T> works) {
    works.forEach(work -> pieces.add(new Piece<>(pieces.size(), work)));
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<Piece<T>, List<Piece<T>>> createEnumerator(
      SplitEnumeratorContext<Piece<T>> context) {
    return restoreEnumerator(context, pieces);
  }

  @Override
  public SplitEnumerator<Piece<T>, List<Piece<T>>> restoreEnumerator(
      SplitEnumeratorContext<Piece<T>> context, List<Piece<T>> unassigned) {
    return new PieceEnumerator<>(context, unassigned);
  }

  @Override
  public SourceReader<T, Piece<T>> createReader(SourceReaderContext context) {
    return new PieceReader<>(context);
  }

  @Override
  public SimpleVersionedSerializer<Piece<T>> getSplitSerializer() {
    return new JavaVersionedSerializer<>();
  }

  @Override
  public SimpleVersionedSerializer<List<Piece<T>>> getEnumeratorCheckpointSerializer() {
    return new JavaVersionedSerializer<>();
  }
}
