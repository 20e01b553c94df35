package dev.almanac.jobs;

import dev.almanac.flink.GatherOperator;
import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.flink.replay.ReadSamplesFunction;
import dev.almanac.flink.replay.ReplayFunction;
import dev.almanac.flink.replay.ReplayPlan;
import dev.almanac.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A {@link ReplayJob} run in this JVM. */
final class ReplayRun {

  private static final MemorySize BUFFERS = MemorySize.ofMebiBytes(64);

  private static final Comparator<FiredAlarm> IN_ORDER =
      Comparator.comparingLong(FiredAlarm::from)
          .thenComparing(FiredAlarm::series, Labels.BY_METRIC_NAME);

  private final ReplayPlan plan;

  ReplayRun(ReplayPlan plan) {
    this.plan = plan;
  }

  /**
   * What came of it.
   *
   * @param series how many were scored
   * @param samples how many were, in the time that is told of
   * @param due how many alarms the settings allow
   * @param alarms in order of time
   */
  record Outcome(
      ReplayPlan plan,
      long series,
      long samples,
      double due,
      Duration took,
      List<FiredAlarm> alarms) {}

  Outcome run(int parallelism, StatusLine status) throws Exception {
    Instant begin = Instant.now();
    StreamExecutionEnvironment flink = Engine.HERE.environment(parallelism, BUFFERS);
    new ReplayJob(plan).build(flink);
    JobExecutionResult end =
        new JobProgress(flink.executeAsync("replay"), this::progress).await(status);
    return new Outcome(
        plan,
        end.<Long>getAccumulatorResult(ReplayFunction.SERIES),
        end.<Long>getAccumulatorResult(ReplayFunction.SCORED),
        end.<Double>getAccumulatorResult(ReplayFunction.DUE),
        Duration.between(begin, Instant.now()),
        GatherOperator.<FiredAlarm>results(end).stream().sorted(IN_ORDER).toList());
  }

  private String progress(Map<String, Object> counts) {
    return "day %d of %d, %s of at most %s samples, %s scored"
        .formatted(
            JobProgress.count(counts, ReadSamplesFunction.DAYS),
            plan.splits().size(),
            Human.count(JobProgress.count(counts, ReadSamplesFunction.SAMPLES)),
            Human.count(plan.samples()),
            Human.count(JobProgress.count(counts, ReplayFunction.SERIES)) + " series");
  }
}
