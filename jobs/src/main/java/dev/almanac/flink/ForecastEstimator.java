package dev.almanac.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.ml.api.Estimator;
import org.apache.flink.ml.param.Param;
import org.apache.flink.ml.util.ParamUtils;
import org.apache.flink.ml.util.ReadWriteUtils;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.Preconditions;

/**
 * Learns a model for each series of a table of {@linkplain HistoryRows histories}, and how accurate
 * it is on the last part of them. A stage of Flink ML; a row is learned alone, so it matters
 * nothing how many workers share them.
 */
public final class ForecastEstimator
    implements Estimator<ForecastEstimator, ForecastModel>, ForecastParams<ForecastEstimator> {

  /** Accumulator: how many series were looked at so far. */
  public static final String SERIES = "series";

  /** Accumulator: models of the champion that cannot be read. */
  public static final String UNREADABLE = "unreadable models";

  private static final long serialVersionUID = 1L;

  private final Map<Param<?>, Object> params = new HashMap<>();

  public ForecastEstimator() {
    ParamUtils.initializeMapWithDefaultValues(params, this);
  }

  @Override
  public ForecastModel fit(Table... inputs) {
    Preconditions.checkArgument(inputs.length == 1, "one table of histories is learned from");
    DataStream<Row> histories = HistoryRows.stream(inputs[0]);
    DataStream<Row> models =
        histories
            .map(
                new FitFunction(
                    settings(),
                    Duration.ofMillis(get(STEP)).multipliedBy(get(HOLDOUT)),
                    get(CHAMPION)))
            .returns(ModelRows.TYPE)
            .name("fit");
    StreamTableEnvironment tables = TableEnvironments.of(inputs[0]);
    ForecastModel model = new ForecastModel().setModelData(tables.fromDataStream(models));
    model.set(HORIZON, get(HORIZON));
    return model;
  }

  @Override
  public void save(String path) throws IOException {
    ReadWriteUtils.saveMetadata(this, path);
  }

  /** Loads an estimator that was saved; Flink ML finds this method by its name. */
  public static ForecastEstimator load(StreamTableEnvironment tables, String path)
      throws IOException {
    return ReadWriteUtils.loadStageParam(path);
  }

  @Override
  public Map<Param<?>, Object> getParamMap() {
    return params;
  }
}
