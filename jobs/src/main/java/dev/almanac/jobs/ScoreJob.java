package dev.almanac.jobs;

import dev.almanac.flink.Values;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.ModelUpdate;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreOperator;
import dev.almanac.prometheus.PrometheusEndpoint;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The live scoring: samples of each series meet its model in keyed state, and what comes of it is
 * written. It ends when its samples do.
 */
public final class ScoreJob {

  private final Source<SeriesRun, ?, ?> source;
  private final Source<ModelUpdate, ?, ?> models;
  private final Sink<SeriesRun> sink;
  private final ScoreConfig config;
  private final PrometheusEndpoint told;

  /**
   * @param source samples, each series' in order
   * @param models the newest of each series, whenever there is another one
   * @param sink what is written: scores, expected values, the job's own metrics
   */
  public ScoreJob(
      Source<SeriesRun, ?, ?> source,
      Source<ModelUpdate, ?, ?> models,
      Sink<SeriesRun> sink,
      ScoreConfig config) {
    this(source, models, sink, config, null);
  }

  private ScoreJob(
      Source<SeriesRun, ?, ?> source,
      Source<ModelUpdate, ?, ?> models,
      Sink<SeriesRun> sink,
      ScoreConfig config,
      PrometheusEndpoint told) {
    this.source = source;
    this.models = models;
    this.sink = sink;
    this.config = config;
    this.told = told;
  }

  /** The same, that asks a server what metrics are, instead of going by their names alone. */
  public ScoreJob toldBy(PrometheusEndpoint server) {
    return new ScoreJob(source, models, sink, config, server);
  }

  /**
   * Adds the job to an environment; running it is up to the caller. Names and ids stay what they
   * are, so that a later release finds its state in a savepoint.
   *
   * @return what is worth telling, for whoever wants to
   */
  public DataStream<Incident> build(StreamExecutionEnvironment env) {
    DataStream<SeriesRun> samples =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "samples", SeriesRun.TYPE)
            .uid("samples");
    DataStream<ModelUpdate> updates =
        env.fromSource(models, WatermarkStrategy.noWatermarks(), "models", ModelUpdate.TYPE)
            .uid("models")
            .setParallelism(1);
    SingleOutputStreamOperator<SeriesRun> scores =
        samples
            .connect(updates)
            .keyBy(SeriesRun::labels, ModelUpdate::labels, Values.LABELS)
            .transform("score", SeriesRun.TYPE, new ScoreOperator(config, told))
            .uid("score");
    // A series is scored by one worker and written by the same: its samples stay in order.
    scores.sinkTo(sink).name("write").uid("write");
    return scores.getSideOutput(ScoreOperator.INCIDENTS);
  }
}
