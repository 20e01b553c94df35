package dev.almanac.flink;

import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * Histories as rows of a table.
 *
 * <table>
 *   <caption>Columns</caption>
 *   <tr><td>{@code series}<td>its labels
 *   <tr><td>{@code kind}<td>{@code GAUGE} or {@code COUNTER}
 *   <tr><td>{@code start}<td>time of the first step, in milliseconds since 1970
 *   <tr><td>{@code step}<td>milliseconds
 *   <tr><td>{@code values}<td>one for each step, NaN where it is not known
 * </table>
 */
public final class HistoryRows {

  /** The columns' types in a stream. */
  public static final TypeInformation<Row> TYPE =
      Types.ROW_NAMED(
          new String[] {"series", "kind", "start", "step", "values"},
          Types.MAP(Types.STRING, Types.STRING),
          Types.STRING,
          Types.LONG,
          Types.LONG,
          Types.PRIMITIVE_ARRAY(Types.DOUBLE));

  private static final DataType COLUMNS =
      DataTypes.ROW(
          DataTypes.FIELD("series", DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING())),
          DataTypes.FIELD("kind", DataTypes.STRING()),
          DataTypes.FIELD("start", DataTypes.BIGINT()),
          DataTypes.FIELD("step", DataTypes.BIGINT()),
          DataTypes.FIELD(
              "values", DataTypes.ARRAY(DataTypes.DOUBLE().notNull()).bridgedTo(double[].class)));

  private HistoryRows() {}

  /** A history as a row. */
  public static Row of(Labels series, SampleKind kind, History history) {
    return Row.of(series.toMap(), kind.name(), history.start(), history.step(), history.values());
  }

  /** The rows of a table of histories. */
  static DataStream<Row> stream(Table histories) {
    return TableEnvironments.of(histories).toDataStream(histories, COLUMNS);
  }

  /** The series of a row of this or of another table that has it first. */
  @SuppressWarnings("unchecked")
  static Labels series(Row row) {
    return Labels.of((Map<String, String>) row.getField(0));
  }

  static SampleKind kind(Row row) {
    return SampleKind.valueOf(row.<String>getFieldAs(1));
  }

  static History history(Row row) {
    return new History(
        row.<Long>getFieldAs(2), row.<Long>getFieldAs(3), row.<double[]>getFieldAs(4));
  }
}
