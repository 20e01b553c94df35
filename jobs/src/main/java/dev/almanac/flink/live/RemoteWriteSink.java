package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;

/**
 * Writes samples to a Prometheus by remote write 1.0, at least once: after a failure some are
 * written again, and a sample that is repeated with its value is accepted.
 *
 * <ul>
 *   <li>Samples of a series stay in order: {@link #attach} sends each series through one writer,
 *       and a writer has one request under way at a time.
 *   <li>429, 5xx and whatever breaks below HTTP is tried again, for ever, after pauses that grow,
 *       or as long as {@code Retry-After} asks. Meanwhile checkpoints pass, and hold what waits,
 *       until the buffer is full.
 *   <li>A batch that is rejected (400 and the like) is taken apart until the samples to blame stand
 *       alone; those are dropped, counted by reason. So is what breaks the protocol's rules or lies
 *       in the future, which is never sent.
 *   <li>401, 403, 404 and redirects fail the job: nothing would ever be written.
 * </ul>
 *
 * <p>After a failure, samples that are older than what the server has meanwhile are rejected as out
 * of order unless it keeps a window for them ({@code out_of_order_time_window}); the same goes for
 * a change of parallelism, where waiting samples may come to another writer than their series.
 */
public final class RemoteWriteSink extends AsyncSinkBase<SeriesRun, SeriesRun> {

  private static final long serialVersionUID = 1L;

  /** Samples wait as long as it takes; {@link RemoteWriteWriter} has a clock of its own. */
  static final long NEVER_MILLIS = 1L << 40;

  /** Far longer than any delivery, so it never ends one that is alive. */
  static final long REQUEST_MILLIS = 600_000;

  private final PrometheusEndpoint endpoint;
  private final RemoteWriteSettings settings;

  public RemoteWriteSink(PrometheusEndpoint endpoint, RemoteWriteSettings settings) {
    super(
        (run, context) -> run,
        settings.batchSamples(),
        1,
        settings.bufferedSamples(),
        Long.MAX_VALUE,
        NEVER_MILLIS,
        Long.MAX_VALUE,
        REQUEST_MILLIS,
        true);
    this.endpoint = endpoint;
    this.settings = settings;
  }

  /** Ends a stream in this sink, all samples of a series in the same writer. */
  public DataStreamSink<SeriesRun> attach(DataStream<SeriesRun> runs) {
    return runs.keyBy(run -> run.labels().hashCode(), Types.INT).sinkTo(this);
  }

  @Override
  public RemoteWriteWriter createWriter(WriterInitContext context) {
    return restore(context, List.of());
  }

  @Override
  public StatefulSinkWriter<SeriesRun, BufferedRequestState<SeriesRun>> restoreWriter(
      WriterInitContext context, Collection<BufferedRequestState<SeriesRun>> states) {
    return restore(context, states);
  }

  private RemoteWriteWriter restore(
      WriterInitContext context, Collection<BufferedRequestState<SeriesRun>> states) {
    return RemoteWriteWriter.open(getElementConverter(), context, endpoint, settings, states);
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<SeriesRun>> getWriterStateSerializer() {
    return new RemoteWriteStateSerializer();
  }
}
