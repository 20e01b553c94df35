package dev.almanac.jobs;

import dev.almanac.flink.GatherOperator;
import dev.almanac.flink.Numbered;
import dev.almanac.flink.PieceSource;
import dev.almanac.flink.Values;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.flink.replay.ReadSamplesFunction;
import dev.almanac.flink.replay.ReplayFunction;
import dev.almanac.flink.replay.ReplayPlan;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Alarms that would have fired: days of an archive are read in parallel, the samples of each series
 * come together, and are scored by the code that scores live ones. The same alarms come of it
 * whatever the number of workers.
 */
public final class ReplayJob {

  private final ReplayPlan plan;

  public ReplayJob(ReplayPlan plan) {
    this.plan = plan;
  }

  /**
   * Adds the job to an environment; running it is up to the caller, and so is to ask {@link
   * GatherOperator#results} for the alarms, which come in no order.
   */
  public void build(StreamExecutionEnvironment env) {
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    Configuration configuration = new Configuration();
    // As many workers as asked for, not as many as Flink thinks the data deserve.
    configuration.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
    env.configure(configuration);
    env.fromSource(
            new PieceSource<>(plan.splits()),
            WatermarkStrategy.noWatermarks(),
            "archive",
            Values.TRAINING_SPLIT)
        .flatMap(new ReadSamplesFunction(plan))
        .returns(SeriesRun.TYPE)
        .name("read")
        .keyBy(SeriesRun::labels, Values.LABELS)
        .process(new ReplayFunction(plan))
        .returns(FiredAlarm.TYPE)
        .name("score")
        .map(alarm -> new Numbered<>(0, alarm))
        .returns(Values.<FiredAlarm>numbered())
        .global()
        .transform("gather", Types.STRING, new GatherOperator<FiredAlarm>())
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .name("done");
  }
}
