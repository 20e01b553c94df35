package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.PrometheusException.Reason;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome.Refused;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buffers samples and has them delivered, one batch at a time, on a thread of its own. Everything
 * but the delivery itself happens on the task's thread.
 *
 * <p>{@link AsyncSinkWriter} by itself would stand still while a server is away: its timer empties
 * the whole buffer before it returns, and a request that is tried again at once keeps a checkpoint
 * waiting. So its timer is set to never, {@link Pace} says when a request may begin, and a tick of
 * our own nudges it.
 */
final class RemoteWriteWriter extends AsyncSinkWriter<SeriesRun, SeriesRun> {

  /** Passes through the buffer without a trace; makes the writer look at what it may send. */
  static final SeriesRun NUDGE = SeriesRun.of(Labels.EMPTY, 0, 0);

  /** After how many failures (500) in a row a sample is suspected to cause them. */
  private static final int FAILURES_BEFORE_BLAME = 4;

  /** How often what became of samples is written, where it is. */
  private static final Duration TELLING = Duration.ofSeconds(15);

  /** After which time a delivery takes a rest, so that a checkpoint can pass. */
  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteWriter.class);

  private final PrometheusEndpoint endpoint;
  private final RemoteWriteSettings settings;
  private final SampleBuffer buffer;
  private final Pace pace;
  private final MailboxExecutor mailbox;
  private final ProcessingTimeService time;
  private final RemoteWriteMetrics metrics;
  private final RemoteWriteClient client;

  /** The courier's. */
  private final WriteBatch message = new WriteBatch();

  private final Backoff backoff;
  private final ExecutorService courier =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "remote-write");
            thread.setDaemon(true);
            return thread;
          });

  /** Up to this time the server takes nothing; unknown of one that was away, and may be another. */
  private long bound = Long.MIN_VALUE;

  private int failures;
  private boolean away;

  private RemoteWriteWriter(
      ElementConverter<SeriesRun, SeriesRun> converter,
      WriterInitContext context,
      PrometheusEndpoint endpoint,
      RemoteWriteSettings settings,
      Collection<BufferedRequestState<SeriesRun>> states,
      SampleBuffer buffer,
      Pace pace) {
    super(
        converter,
        context,
        configuration(settings, pace),
        states,
        (request, all) -> buffer.take(settings.batchSamples()),
        buffer);
    this.endpoint = endpoint;
    this.settings = settings;
    this.buffer = buffer;
    this.pace = pace;
    mailbox = context.getMailboxExecutor();
    time = context.getProcessingTimeService();
    metrics = new RemoteWriteMetrics(context.metricGroup(), buffer);
    client = new RemoteWriteClient(endpoint, settings.patience());
    backoff = new Backoff(settings.firstPause(), settings.longestPause());
  }

  static RemoteWriteWriter open(
      ElementConverter<SeriesRun, SeriesRun> converter,
      WriterInitContext context,
      PrometheusEndpoint endpoint,
      RemoteWriteSettings settings,
      Collection<BufferedRequestState<SeriesRun>> states) {
    ProcessingTimeService time = context.getProcessingTimeService();
    RemoteWriteWriter writer =
        new RemoteWriteWriter(
            converter,
            context,
            endpoint,
            settings,
            states,
            new SampleBuffer(),
            new Pace(settings.batchSamples(), time::getCurrentProcessingTime));
    writer.tickLater();
    if (settings.tells()) {
      writer.tellLater(context.getTaskInfo().getIndexOfThisSubtask());
    }
    return writer;
  }

  private static AsyncSinkWriterConfiguration configuration(
      RemoteWriteSettings settings, Pace pace) {
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(settings.batchSamples())
        .setMaxBatchSizeInBytes(Long.MAX_VALUE)
        .setMaxInFlightRequests(1)
        .setMaxBufferedRequests(settings.bufferedSamples())
        .setMaxTimeInBufferMS(RemoteWriteSink.NEVER_MILLIS)
        .setMaxRecordSizeInBytes(Long.MAX_VALUE)
        .setRequestTimeoutMS(RemoteWriteSink.REQUEST_MILLIS)
        .setFailOnTimeout(true)
        .setRateLimitingStrategy(pace)
        .build();
  }

  @Override
  public void write(SeriesRun run, Context context) throws IOException, InterruptedException {
    if (!SeriesRules.allow(run)) {
      drop(DropReason.INVALID, run, run.size());
      return;
    }
    long latest = time.getCurrentProcessingTime() + settings.futureTolerance().toMillis();
    int until = run.size();
    while (until > 0 && run.timestamps()[until - 1] > latest) {
      until--;
    }
    if (until < run.size()) {
      drop(DropReason.IN_THE_FUTURE, run, run.size() - until);
    }
    for (int from = 0; from < until; from += settings.batchSamples()) {
      super.write(run.part(from, Math.min(until, from + settings.batchSamples())), context);
    }
  }

  /** Counts all; says it once for each reason, for there may be thousands. */
  private void drop(DropReason reason, Object example, long samples) {
    if (metrics.dropped(reason, samples)) {
      LOG.warn("Dropping samples as {}, first of {}", reason.label(), example);
    }
  }

  private void tickLater() {
    at(
        time.getCurrentProcessingTime() + settings.batchAge().toMillis(),
        () -> {
          sendWhatWaits();
          tickLater();
        });
  }

  private void tellLater(int subtask) {
    long due = time.getCurrentProcessingTime() + TELLING.toMillis();
    at(
        due,
        () -> {
          // Where samples pile up there is no room, and nobody to be told.
          if (buffer.size() < settings.bufferedSamples() / 2) {
            List<SeriesRun> told = new ArrayList<>();
            metrics.tell(due, subtask, told::add);
            for (SeriesRun run : told) {
              super.write(run, null);
            }
          }
          tellLater(subtask);
        });
  }

  /** Flink ends what is due after the task, so the handle is of no use. */
  private void at(long millis, ThrowingRunnable<Exception> action) {
    var unused = time.registerTimer(millis, now -> action.run());
  }

  /** Has a request begin, if one may. Never waits. */
  private void sendWhatWaits() throws IOException, InterruptedException {
    if (!buffer.isEmpty()) {
      pace.makeDue();
      if (!pace.blocks()) {
        buffer.seemNoLargerThan(settings.batchSamples());
        try {
          super.write(NUDGE, null);
        } finally {
          buffer.seemNoLargerThan(Integer.MAX_VALUE);
        }
      }
    }
  }

  @Override
  protected void submitRequestEntries(List<SeriesRun> runs, ResultHandler<SeriesRun> handler) {
    boolean blame = failures >= FAILURES_BEFORE_BLAME;
    long tooOld = bound;
    try {
      courier.execute(
          () -> {
            try {
              Delivery.Outcome outcome =
                  Delivery.deliver(client, message, runs, tooOld, blame, DELIVERY);
              mailbox.execute(() -> settle(runs, outcome, handler), "settle a batch");
            } catch (RejectedExecutionException e) {
              LOG.debug("The task ended before a batch was settled", e);
            } catch (RuntimeException e) {
              handler.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      handler.completeExceptionally(e); // after close
    }
  }

  private void settle(
      List<SeriesRun> runs, Delivery.Outcome outcome, ResultHandler<SeriesRun> handler) {
    metrics.delivered(outcome, runs.stream().mapToLong(SeriesRun::size).sum());
    outcome.dropped().forEach((reason, what) -> drop(reason, what.example(), what.samples()));
    if (outcome.refused().isPresent()) {
      handler.completeExceptionally(refusal(outcome.refused().get()));
      return;
    }
    if (outcome.retry().isPresent()) {
      bound = Long.MIN_VALUE;
      pause(outcome.retry().get());
    } else {
      bound = outcome.bound();
      failures = 0;
      backoff.reset();
      if (away) {
        away = false;
        LOG.info("{} takes samples again", endpoint.url());
      }
    }
    if (outcome.rest().isEmpty()) {
      handler.complete();
    } else {
      handler.retryForEntries(outcome.rest());
    }
  }

  private void pause(RetryLater later) {
    failures = later.status() == 500 ? failures + 1 : 0;
    long pause = Math.max(backoff.next(), later.retryAfter().map(Duration::toMillis).orElse(0L));
    if (!away) {
      away = true;
      LOG.warn("{} takes no samples, which wait here: {}", endpoint.url(), later.reason());
    }
    long until = time.getCurrentProcessingTime() + pause;
    pace.pauseUntil(until);
    at(until, this::sendWhatWaits);
  }

  private PrometheusException refusal(Refused refused) {
    boolean unauthorized = refused.status() == 401 || refused.status() == 403;
    return new PrometheusException(
        unauthorized ? Reason.UNAUTHORIZED : Reason.NOT_A_PROMETHEUS,
        endpoint.url()
            + " takes no samples from "
            + endpoint.credentials()
            + ": it answered "
            + refused.status()
            + (refused.reason().isEmpty() ? "" : " (" + refused.reason() + ")")
            + (unauthorized
                ? "; pass credentials that may write"
                : "; is it a Prometheus started with --web.enable-remote-write-receiver?"));
  }

  /** Waits for the batch under way alone; what waits in the buffer goes into the checkpoint. */
  @Override
  public void flush(boolean endOfInput) throws InterruptedException {
    if (endOfInput) {
      super.flush(true);
      return;
    }
    pace.hold(true);
    try {
      super.flush(false);
    } finally {
      pace.hold(false);
    }
  }

  /** About what it takes on the wire before compression. */
  @Override
  protected long getSizeInBytes(SeriesRun run) {
    return run.labels().fields().length + 18L * run.size();
  }

  @Override
  public void close() {
    courier.shutdownNow();
    super.close();
  }
}
