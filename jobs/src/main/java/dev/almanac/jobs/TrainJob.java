package dev.almanac.jobs;

import dev.almanac.flink.ForecastEstimator;
import dev.almanac.flink.ForecastModel;
import dev.almanac.flink.ForecastParams;
import dev.almanac.flink.HistoryRows;
import dev.almanac.flink.JoinFunction;
import dev.almanac.flink.PieceRows;
import dev.almanac.flink.PieceSource;
import dev.almanac.flink.ResampleFunction;
import dev.almanac.flink.SettingsFilter;
import dev.almanac.flink.Values;
import dev.almanac.training.SeriesSettings;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingRule;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

/**
 * The nightly training: days of the archive are read and resampled in parallel, the steps of each
 * series come together, a model is learned from them, and the models are written as a Flink ML
 * model into a folder. Whatever the number of workers, the same files of models come out.
 */
public final class TrainJob {

  private final TrainingPlan plan;
  private final String folder;
  private final String champion;

  /**
   * @param folder where the model is saved, which is not there yet; all workers and whoever
   *     publishes the model have to reach it
   * @param champion the folder with the files of models in use; empty for none
   */
  public TrainJob(TrainingPlan plan, String folder, String champion) {
    this.plan = plan;
    this.folder = folder;
    this.champion = champion;
  }

  /** Adds the job to an environment; running it is up to the caller. */
  public void build(StreamExecutionEnvironment env) throws IOException {
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    Configuration configuration = new Configuration();
    // As many workers as asked for, not as many as Flink thinks the data deserve.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    env.configure(configuration);
    DataStream<Row> histories =
        env.fromSource(
                new PieceSource<>(plan.splits()),
                WatermarkStrategy.noWatermarks(),
                "archive",
                Values.TRAINING_SPLIT)
            .flatMap(new ResampleFunction(plan))
            .returns(PieceRows.TYPE)
            .name("resample")
            .keyBy(PieceRows::key)
            .process(new JoinFunction())
            .returns(HistoryRows.TYPE)
            .name("join");
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    List<SeriesSettings> settings =
        plan.config().rules().stream()
            .filter(rule -> !rule.skip())
            .map(TrainingRule::settings)
            .distinct()
            .toList();
    List<ForecastModel> models =
        settings.stream()
            .map(
                same ->
                    settings.size() == 1
                        ? fit(tables, histories, same)
                        : fit(
                            tables,
                            histories.filter(new SettingsFilter(plan.config(), same)),
                            same))
            .toList();
    Table[] all = models.stream().map(model -> model.getModelData()[0]).toArray(Table[]::new);
    models.get(0).setModelData(all).save(folder);
  }

  private ForecastModel fit(
      StreamTableEnvironment tables, DataStream<Row> histories, SeriesSettings settings) {
    ForecastEstimator estimator = new ForecastEstimator();
    estimator.setSettings(settings);
    estimator.set(
        ForecastParams.HOLDOUT,
        (int) Math.max(1, plan.config().holdout().dividedBy(settings.step())));
    estimator.set(ForecastParams.CHAMPION, champion);
    return estimator.fit(tables.fromDataStream(histories));
  }
}
