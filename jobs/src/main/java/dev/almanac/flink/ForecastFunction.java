package dev.almanac.flink;

import dev.almanac.forecast.ModelCodec;
import dev.almanac.training.TrainedSeries;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/** Brings the histories and the model of a series together and forecasts, when both have ended. */
final class ForecastFunction extends KeyedCoProcessFunction<String, Row, Row, Row> {

  private static final long serialVersionUID = 1L;

  private final int horizon;
  private final double level;
  private transient ListState<Row> histories;
  private transient ValueState<TrainedSeries> model;

  ForecastFunction(int horizon, double level) {
    this.horizon = horizon;
    this.level = level;
  }

  @Override
  public void open(OpenContext context) {
    histories =
        getRuntimeContext().getListState(new ListStateDescriptor<>("histories", HistoryRows.TYPE));
    model =
        getRuntimeContext().getState(new ValueStateDescriptor<>("model", Values.TRAINED_SERIES));
  }

  @Override
  public void processElement1(Row history, Context context, Collector<Row> out) throws Exception {
    histories.add(history);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void processElement2(Row row, Context context, Collector<Row> out) throws Exception {
    model.update(ModelRows.trained(row));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Row> out) throws Exception {
    TrainedSeries trained = model.value();
    for (Row row : histories.get()) {
      out.collect(forecast(row, trained));
    }
    histories.clear();
  }

  private Row forecast(Row row, TrainedSeries trained) {
    if (trained == null || !trained.summary().isFitted()) {
      return ForecastRows.none(
          HistoryRows.series(row),
          trained == null ? "the series was not learned" : trained.summary().reason());
    }
    return ForecastRows.of(
        HistoryRows.series(row),
        ModelCodec.decode(trained.model()).forecast(HistoryRows.history(row), horizon),
        level);
  }
}
