package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.accumulators.DoubleCounter;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Scores a series when all its samples are there; in a batch job one series at a time is. */
public final class ReplayFunction extends KeyedProcessFunction<Labels, SeriesRun, FiredAlarm> {

  /** Accumulator: series scored so far. */
  public static final String SERIES = "series";

  /** Accumulator: samples scored in the time that is told of. */
  public static final String SCORED = "scored";

  /** Accumulator: alarms that the settings allow for the time that is told of. */
  public static final String DUE = "due";

  private static final long serialVersionUID = 1L;

  private final ReplayPlan plan;
  private final LongCounter series = new LongCounter();
  private final LongCounter scored = new LongCounter();
  private final DoubleCounter due = new DoubleCounter();
  private transient PastScoring scoring;
  private transient ListState<SeriesRun> runs;

  public ReplayFunction(ReplayPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(SERIES, series);
    getRuntimeContext().addAccumulator(SCORED, scored);
    getRuntimeContext().addAccumulator(DUE, due);
    scoring = new PastScoring(plan);
    runs = getRuntimeContext().getListState(new ListStateDescriptor<>("runs", SeriesRun.TYPE));
  }

  @Override
  public void processElement(SeriesRun run, Context context, Collector<FiredAlarm> out)
      throws Exception {
    runs.add(run);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<FiredAlarm> out)
      throws Exception {
    List<SeriesRun> all = new ArrayList<>();
    runs.get().forEach(all::add);
    runs.clear();
    all.sort(Comparator.comparingLong(run -> run.timestamps()[0]));
    FiredAlarms alarms = new FiredAlarms(context.getCurrentKey(), plan.told());
    PastScoring.Told told = scoring.score(context.getCurrentKey(), all, alarms);
    alarms.all().forEach(out::collect);
    series.add(1L);
    scored.add(told.scored());
    due.add(told.due());
  }
}
