package dev.almanac.flink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gathers what came of all pieces and gives it to whoever waits for the job, once there is no more;
 * runs with a parallelism of one. A job that fails has no results.
 */
public final class GatherOperator<R extends Serializable> extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<Numbered<R>, String>, BoundedOneInput {

  private static final String RESULTS = "results";
  private static final long serialVersionUID = 1L;

  private final ListAccumulator<Numbered<R>> results = new ListAccumulator<>();
  private final List<Numbered<R>> gathered = new ArrayList<>();

  @Override
  public void open() throws Exception {
    super.open();
    getRuntimeContext().addAccumulator(RESULTS, results);
  }

  @Override
  public void processElement(StreamRecord<Numbered<R>> record) {
    gathered.add(record.getValue());
  }

  @Override
  public void endInput() {
    gathered.forEach(results::add);
  }

  /** What was gathered by a job that has ended, in the order of the pieces. */
  public static <R extends Serializable> List<R> results(JobExecutionResult end) {
    List<Numbered<R>> results = end.getAccumulatorResult(RESULTS);
    return results.stream()
        .sorted(Comparator.comparingInt(Numbered::number))
        .map(Numbered::value)
        .toList();
  }
}
