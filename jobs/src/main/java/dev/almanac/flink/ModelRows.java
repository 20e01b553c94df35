package dev.almanac.flink;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.training.SeriesAccuracy;
import dev.almanac.training.SeriesSummary;
import dev.almanac.training.TrainedSeries;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * Models as rows of a table: the model data of {@link ForecastModel}. A series that has no model is
 * in it with the reason for that.
 */
final class ModelRows {

  static final TypeInformation<Row> TYPE =
      Types.ROW_NAMED(
          new String[] {
            "series", "kind", "step", "known", "reason", "remarks", "accuracy", "champion", "model"
          },
          Types.MAP(Types.STRING, Types.STRING),
          Types.STRING,
          Types.LONG,
          Types.INT,
          Types.STRING,
          Types.OBJECT_ARRAY(Types.STRING),
          Types.PRIMITIVE_ARRAY(Types.DOUBLE),
          Types.PRIMITIVE_ARRAY(Types.DOUBLE),
          Types.PRIMITIVE_ARRAY(Types.BYTE));

  private static final DataType MEASURES =
      DataTypes.ARRAY(DataTypes.DOUBLE().notNull()).bridgedTo(double[].class);

  private static final DataType COLUMNS =
      DataTypes.ROW(
          DataTypes.FIELD("series", DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING())),
          DataTypes.FIELD("kind", DataTypes.STRING()),
          DataTypes.FIELD("step", DataTypes.BIGINT()),
          DataTypes.FIELD("known", DataTypes.INT()),
          DataTypes.FIELD("reason", DataTypes.STRING()),
          DataTypes.FIELD("remarks", DataTypes.ARRAY(DataTypes.STRING())),
          DataTypes.FIELD("accuracy", MEASURES),
          DataTypes.FIELD("champion", MEASURES),
          DataTypes.FIELD("model", DataTypes.BYTES()));

  private ModelRows() {}

  static Row of(TrainedSeries series) {
    SeriesSummary summary = series.summary();
    return Row.of(
        summary.labels().toMap(),
        summary.kind().name(),
        summary.step(),
        summary.known(),
        summary.reason(),
        summary.remarks().toArray(new String[0]),
        measures(summary.accuracy()),
        measures(summary.champion()),
        series.model());
  }

  static DataStream<Row> stream(Table models) {
    return TableEnvironments.of(models).toDataStream(models, COLUMNS);
  }

  static TrainedSeries trained(Row row) {
    return new TrainedSeries(
        new SeriesSummary(
            HistoryRows.series(row),
            SampleKind.valueOf(row.<String>getFieldAs(1)),
            row.<Long>getFieldAs(2),
            row.<Integer>getFieldAs(3),
            row.getFieldAs(4),
            List.of(row.<String[]>getFieldAs(5)),
            accuracy(row.getFieldAs(6)),
            accuracy(row.getFieldAs(7))),
        row.getFieldAs(8));
  }

  private static double[] measures(SeriesAccuracy accuracy) {
    return new double[] {
      accuracy.mase(),
      accuracy.smape(),
      accuracy.naiveMase(),
      accuracy.naiveSmape(),
      accuracy.msis(),
      accuracy.coverage()
    };
  }

  private static SeriesAccuracy accuracy(double[] measures) {
    return new SeriesAccuracy(
        measures[0], measures[1], measures[2], measures[3], measures[4], measures[5]);
  }
}
