package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.flink.GatherOperator;
import dev.almanac.flink.Numbered;
import dev.almanac.flink.PieceFunction;
import dev.almanac.flink.PieceSource;
import dev.almanac.flink.PieceWork;
import dev.almanac.flink.Values;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Work in pieces that need nothing of each other: as a Flink batch job, or here and now, one after
 * the other. What is done with a piece is the same, and so is what comes of it.
 *
 * @param name what it is called
 * @param archive the store that the work needs
 * @param pieces in the order of their results
 * @param seconds about how long all of it takes on one processor
 */
record PieceJob<P extends Serializable, R extends Serializable>(
    String name, String archive, List<P> pieces, PieceWork<P, R> work, double seconds) {

  PieceJob {
    pieces = List.copyOf(pieces);
  }

  /**
   * Adds the job to an environment; running it is up to the caller, and so is to ask {@link
   * GatherOperator#results} for what came of it. A piece that fails ends the job: half a restore or
   * half a proof is worth nothing, and who asks again begins anew.
   */
  void build(StreamExecutionEnvironment env) {
    Configuration atOnce = new Configuration();
    atOnce.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    env.configure(atOnce);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    List<Numbered<P>> numbered = new ArrayList<>();
    pieces.forEach(piece -> numbered.add(new Numbered<>(numbered.size(), piece)));
    env.fromSource(
            new PieceSource<>(numbered),
            WatermarkStrategy.noWatermarks(),
            "pieces",
            Values.<P>numbered())
        .map(new PieceFunction<>(archive, work))
        .returns(Values.<R>numbered())
        .name(name)
        .global()
        .transform("gather", Types.STRING, new GatherOperator<R>())
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .name("done");
  }

  /** Does it in this thread. */
  List<R> here(BlobStore store, LongConsumer progress) {
    return pieces.stream().map(piece -> work.carryOut(piece, store, progress)).toList();
  }
}
