package dev.almanac.flink;

import dev.almanac.series.Labels;
import dev.almanac.training.SeriesPiece;
import org.apache.flink.api.common.typeinfo.BasicArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/** Pieces of series as they are shuffled: labels (name, value, …), the split's number, steps. */
public final class PieceRows {

  public static final TypeInformation<Tuple3<String[], Integer, byte[]>> TYPE =
      Types.TUPLE(
          BasicArrayTypeInfo.STRING_ARRAY_TYPE_INFO, Types.INT, Types.PRIMITIVE_ARRAY(Types.BYTE));

  private PieceRows() {}

  static Tuple3<String[], Integer, byte[]> of(SeriesPiece piece) {
    Labels labels = piece.labels();
    String[] pairs = new String[2 * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.name(i);
      pairs[2 * i + 1] = labels.value(i);
    }
    return Tuple3.of(pairs, piece.split(), piece.steps());
  }

  static SeriesPiece piece(Tuple3<String[], Integer, byte[]> row) {
    return new SeriesPiece(row.f1, Labels.of(row.f0), row.f2);
  }

  /** What the pieces of a series, and of no other, have in common. */
  public static String key(Tuple3<String[], Integer, byte[]> row) {
    return Labels.of(row.f0).toString();
  }
}
