package dev.almanac.flink;

import dev.almanac.training.TrainedSeries;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.fs.Path;
import org.apache.flink.ml.api.Model;
import org.apache.flink.ml.param.DoubleParam;
import org.apache.flink.ml.param.Param;
import org.apache.flink.ml.param.ParamValidators;
import org.apache.flink.ml.util.ParamUtils;
import org.apache.flink.ml.util.ReadWriteUtils;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.Preconditions;

/**
 * Forecasts each series of a table of {@linkplain HistoryRows histories} by the model that was
 * learned for it. A stage of Flink ML.
 *
 * <p>Saved, its models are files whose number, names and bytes depend on nothing but the models
 * (see {@link dev.almanac.training.ModelShards}); Flink ML's own sink would name them by chance.
 */
public final class ForecastModel implements Model<ForecastModel> {

  /** How many steps are forecast: as many as bands were learned for, if not told otherwise. */
  public static final Param<Integer> HORIZON = ForecastParams.HORIZON;

  /** Which part of the values the bands are to hold. */
  public static final Param<Double> LEVEL =
      new DoubleParam(
          "level",
          "Which part of the values the bands are to hold.",
          0.95,
          ParamValidators.inRange(0, 1, false, false));

  /** Where in the folder of a saved model the files of models are. */
  public static final String DATA = "data";

  private static final long serialVersionUID = 1L;

  private final Map<Param<?>, Object> params = new HashMap<>();
  private transient Table[] models = {};

  public ForecastModel() {
    ParamUtils.initializeMapWithDefaultValues(params, this);
  }

  /** Sets the models; those of several tables together are as those of one. */
  @Override
  public ForecastModel setModelData(Table... tables) {
    models = tables.clone();
    return this;
  }

  @Override
  public Table[] getModelData() {
    return models.clone();
  }

  @Override
  public Table[] transform(Table... inputs) {
    Preconditions.checkArgument(inputs.length == 1, "one table of histories is forecast");
    DataStream<Row> forecasts =
        HistoryRows.stream(inputs[0])
            .connect(rows())
            .keyBy(
                row -> HistoryRows.series(row).toString(),
                row -> HistoryRows.series(row).toString())
            .process(new ForecastFunction(get(HORIZON), get(LEVEL)))
            .returns(ForecastRows.TYPE)
            .name("forecast");
    return new Table[] {TableEnvironments.of(inputs[0]).fromDataStream(forecasts)};
  }

  private DataStream<Row> rows() {
    Preconditions.checkState(models.length > 0, "this model has no data");
    return Arrays.stream(models)
        .map(ModelRows::stream)
        .reduce((some, more) -> some.union(more))
        .orElseThrow();
  }

  /** Writes the metadata at once; the models are written when the job runs. */
  @Override
  public void save(String path) throws IOException {
    ReadWriteUtils.saveMetadata(this, path);
    rows()
        .map(ModelRows::trained)
        .returns(Values.TRAINED_SERIES)
        .partitionCustom((shard, workers) -> shard % workers, TrainedSeries::shard)
        .transform("write models", Types.STRING, new ModelWriteOperator(new Path(path, DATA)))
        .sinkTo(new DiscardingSink<>())
        .name("done");
  }

  /** Loads a model that was saved; Flink ML finds this method by its name. */
  public static ForecastModel load(StreamTableEnvironment tables, String path) throws IOException {
    ForecastModel model = ReadWriteUtils.loadStageParam(path);
    return model.setModelData(ReadWriteUtils.loadModelData(tables, path, new ModelFormat()));
  }

  @Override
  public Map<Param<?>, Object> getParamMap() {
    return params;
  }
}
