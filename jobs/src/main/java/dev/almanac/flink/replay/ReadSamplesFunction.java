package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.training.TrainingSplit;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** Reads the days of a plan. */
public final class ReadSamplesFunction extends RichFlatMapFunction<TrainingSplit, SeriesRun> {

  /** Accumulator: samples read so far. */
  public static final String SAMPLES = "samples";

  /** Accumulator: days finished so far. */
  public static final String DAYS = "days";

  private static final long serialVersionUID = 1L;

  private final ReplayPlan plan;
  private final LongCounter samples = new LongCounter();
  private final LongCounter days = new LongCounter();
  private transient PastSamples past;

  public ReadSamplesFunction(ReplayPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(SAMPLES, samples);
    getRuntimeContext().addAccumulator(DAYS, days);
    past = new PastSamples(plan);
  }

  @Override
  public void flatMap(TrainingSplit day, Collector<SeriesRun> out) {
    past.read(
        day,
        run -> {
          out.collect(run);
          samples.add(run.size());
        });
    days.add(1L);
  }

  @Override
  public void close() {
    if (past != null) {
      past.close();
    }
  }
}
