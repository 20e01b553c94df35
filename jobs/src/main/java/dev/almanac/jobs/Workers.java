package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.flink.GatherOperator;
import dev.almanac.flink.PieceFunction;
import java.io.Serializable;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Who carries out the pieces of a job: as many threads as are allowed, by Flink in this JVM; or
 * this thread, where only one is allowed or needed, or where Flink would take longer to start than
 * it saves.
 *
 * @param store the archive, for this thread
 * @param archive where the others find it
 * @param parallelism how many pieces to work on at a time
 */
record Workers(BlobStore store, String archive, int parallelism, StatusLine status) {

  /** Flink starts and stops in one to two seconds. */
  private static final double FLINK_PAYS_SECONDS = 4;

  /**
   * Carries out a job.
   *
   * @param what it does, for the status line
   * @param unit of what the work counts
   * @return what came of the pieces, in their order
   */
  <P extends Serializable, R extends Serializable> List<R> carryOut(
      PieceJob<P, R> job, String what, LongFunction<String> unit) throws Exception {
    int useful = Math.min(parallelism, job.pieces().size());
    return useful > 1 && job.seconds() >= FLINK_PAYS_SECONDS
        ? onFlink(job, useful, what, unit)
        : job.here(store, new Progress(status, what, unit)::add);
  }

  private <P extends Serializable, R extends Serializable> List<R> onFlink(
      PieceJob<P, R> job, int slots, String what, LongFunction<String> unit) throws Exception {
    StreamExecutionEnvironment flink = Engine.HERE.environment(slots);
    job.build(flink);
    JobProgress progress =
        new JobProgress(
            flink.executeAsync(job.name()),
            counts ->
                "%s: %s, %d of %d pieces done"
                    .formatted(
                        what,
                        unit.apply(JobProgress.count(counts, PieceFunction.AMOUNT)),
                        JobProgress.count(counts, PieceFunction.PIECES),
                        job.pieces().size()));
    return GatherOperator.results(progress.await(status));
  }
}
