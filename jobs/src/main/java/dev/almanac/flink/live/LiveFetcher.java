package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.RemoteReadClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a server for the shares of one reader, the one that is behind most first. While the server
 * is away it comes back after pauses that grow; only a server that will never answer ends it.
 */
final class LiveFetcher implements SplitReader<LiveRecord, LiveSplit> {

  private static final Logger LOG = LoggerFactory.getLogger(LiveFetcher.class);

  /** How many samples one call fetches, more or less: what memory has to hold, three times. */
  private static final int SAMPLES = 50_000;

  /** How long a call waits for something to do. */
  private static final long WAIT_MILLIS = 1000;

  private final PrometheusEndpoint endpoint;
  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final RemoteReadClient client;
  private final OwnNames names;
  private final Backoff backoff;
  private final List<SliceReader> shares = new ArrayList<>();

  private long notBefore;
  private boolean away;

  /** Guards the two below, and is what a call waits on. */
  private final Object monitor = new Object();

  private boolean wokenUp;
  private Thread reading;

  LiveFetcher(PrometheusEndpoint endpoint, LiveSettings settings, LiveMetrics metrics) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.metrics = metrics;
    client =
        new RemoteReadClient(endpoint, settings.patience(), settings.patience().multipliedBy(3));
    names = new OwnNames(endpoint);
    backoff = new Backoff(settings.firstPause(), settings.longestPause());
  }

  @Override
  public RecordsWithSplitIds<LiveRecord> fetch() {
    if (!awaitWork()) {
      return nothing();
    }
    SliceReader share = next();
    RecordsBySplits.Builder<LiveRecord> records = new RecordsBySplits.Builder<>();
    try {
      names.refresh(System.currentTimeMillis());
      share.fetch(
          System.currentTimeMillis(), SAMPLES, record -> records.add(share.split(), record));
      present();
      return records.build();
    } catch (PrometheusException e) {
      // What was fetched before the failure is fetched again: it must not go on without its end.
      share.abandon();
      if (!isWokenUp()) {
        absent(e);
      }
      return nothing();
    } finally {
      synchronized (monitor) {
        reading = null;
        wokenUp = false;
        Thread.interrupted(); // what wakeUp left behind is no concern of the next call
      }
    }
  }

  /** Waits, but not for long; whether there is something to fetch now. */
  private boolean awaitWork() {
    long giveUp = System.currentTimeMillis() + WAIT_MILLIS;
    synchronized (monitor) {
      try {
        long until = Math.min(dueAt(), giveUp);
        long now = System.currentTimeMillis();
        while (until > now && !wokenUp) {
          monitor.wait(until - now);
          now = System.currentTimeMillis();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      if (wokenUp || dueAt() > System.currentTimeMillis()) {
        wokenUp = false;
        return false;
      }
      reading = Thread.currentThread();
      return true;
    }
  }

  private long dueAt() {
    return shares.isEmpty() ? Long.MAX_VALUE : Math.max(notBefore, next().dueAt());
  }

  private SliceReader next() {
    return shares.stream().min(Comparator.comparingLong(SliceReader::dueAt)).orElseThrow();
  }

  private static RecordsWithSplitIds<LiveRecord> nothing() {
    return new RecordsBySplits.Builder<LiveRecord>().build();
  }

  private boolean isWokenUp() {
    synchronized (monitor) {
      return wokenUp;
    }
  }

  private void present() {
    backoff.reset();
    if (away) {
      away = false;
      LOG.info("{} answers again", endpoint.url());
    }
  }

  private void absent(PrometheusException e) {
    metrics.failed();
    if (e.isFinal()) {
      throw e;
    }
    notBefore = System.currentTimeMillis() + backoff.next();
    if (!away) {
      away = true;
      LOG.warn("Cannot read samples now; trying again from now on: {}", e.getMessage());
      LOG.debug("Where it failed", e);
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<LiveSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("shares are never taken from a reader: " + change);
    }
    for (LiveSplit split : change.splits()) {
      shares.add(new SliceReader(split, client, names, settings, metrics));
    }
  }

  /** Ends the wait, or the reading of an answer, which begins anew with the next call. */
  @Override
  public void wakeUp() {
    synchronized (monitor) {
      wokenUp = true;
      monitor.notifyAll();
      if (reading != null) {
        reading.interrupt();
      }
    }
  }

  @Override
  public void close() {
    shares.forEach(SliceReader::abandon);
  }
}
