package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.StagedPart;
import dev.almanac.flink.ArchivePartFunction;
import dev.almanac.flink.CommitOperator;
import dev.almanac.flink.PieceSource;
import dev.almanac.flink.RewriteOperator;
import dev.almanac.flink.Values;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The nightly job: a snapshot's pieces are archived in parallel; then, where samples were deleted
 * or changed, the pieces of those days once more, as a whole; and the manifest is written once,
 * after every file exists.
 */
public final class ArchiveJob {

  private final ArchivePlan plan;

  public ArchiveJob(ArchivePlan plan) {
    this.plan = plan;
  }

  /** Adds the job to an environment; running it is up to the caller. */
  public void build(StreamExecutionEnvironment env) {
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    env.getConfig().enableObjectReuse();
    DataStream<ArchiveSplit> splits =
        env.fromSource(
            new PieceSource<>(plan.splits()),
            WatermarkStrategy.noWatermarks(),
            "snapshot",
            Values.ARCHIVE_SPLIT);
    SingleOutputStreamOperator<StagedPart> parts =
        archive(splits, "archive part")
            .global()
            .transform("find removals", Values.STAGED_PART, new RewriteOperator(plan))
            .setParallelism(1)
            .setMaxParallelism(1);
    DataStream<ArchiveSplit> rewritten = parts.getSideOutput(RewriteOperator.REWRITE).rebalance();
    parts
        .union(archive(rewritten, "rewrite part"))
        .global()
        .transform("commit", Types.STRING, new CommitOperator(plan))
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .name("done");
  }

  private DataStream<StagedPart> archive(DataStream<ArchiveSplit> splits, String name) {
    return splits.map(new ArchivePartFunction(plan)).returns(Values.STAGED_PART).name(name);
  }
}
