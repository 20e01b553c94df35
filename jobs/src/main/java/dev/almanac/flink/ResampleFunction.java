package dev.almanac.flink;

import dev.almanac.training.SplitResampler;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingSplit;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.Collector;

/**
 * Reads pieces of the archive and resamples them where they are read, so that steps travel and not
 * samples.
 */
public final class ResampleFunction
    extends RichFlatMapFunction<TrainingSplit, Tuple3<String[], Integer, byte[]>> {

  /** Accumulator: samples read so far. */
  public static final String SAMPLES = "samples";

  /** Accumulator: pieces finished so far. */
  public static final String SPLITS = "splits";

  private static final long serialVersionUID = 1L;

  private final TrainingPlan plan;
  private final LongCounter samples = new LongCounter();
  private final LongCounter splits = new LongCounter();
  private transient SplitResampler resampler;

  public ResampleFunction(TrainingPlan plan) {
    this.plan = plan;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(SAMPLES, samples);
    getRuntimeContext().addAccumulator(SPLITS, splits);
    resampler = new SplitResampler(plan);
  }

  @Override
  public void flatMap(TrainingSplit split, Collector<Tuple3<String[], Integer, byte[]>> out) {
    resampler.resample(split, piece -> out.collect(PieceRows.of(piece)), samples::add);
    splits.add(1L);
  }

  @Override
  public void close() {
    if (resampler != null) {
      resampler.close();
    }
  }
}
