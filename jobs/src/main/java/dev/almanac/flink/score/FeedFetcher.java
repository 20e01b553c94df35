package dev.almanac.flink.score;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.client.RegistryClient;
import dev.almanac.registry.client.RegistryEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the registry now and then, and loads what is new, some series at a time. */
final class FeedFetcher implements SplitReader<FeedRecord, FeedSplit> {

  private static final Logger LOG = LoggerFactory.getLogger(FeedFetcher.class);

  /** How long a call waits for something to do. */
  private static final long WAIT_MILLIS = 1000;

  private final BlobStore store;
  private final ModelRegistry registry;
  private final String place;
  private final String model;
  private final long poll;
  private final FeedMetrics metrics;

  private FeedSplit position;
  private boolean watching;
  private boolean failing;
  private boolean lacking;
  private long dueAt; // at once
  private VersionLoad load;

  private final Object monitor = new Object();
  private boolean wokenUp;

  /**
   * @param remote where the registry is served; null where it is the archive's own
   */
  FeedFetcher(
      String archive, RegistryEndpoint remote, String model, Duration poll, FeedMetrics metrics) {
    store = BlobStores.open(archive);
    registry = remote == null ? new Registry(store) : RegistryClient.askingOnce(remote);
    place = remote == null ? archive : remote.url().toString();
    this.model = model;
    this.poll = poll.toMillis();
    this.metrics = metrics;
  }

  @Override
  public RecordsWithSplitIds<FeedRecord> fetch() throws IOException {
    RecordsBySplits.Builder<FeedRecord> out = new RecordsBySplits.Builder<>();
    if (position == null) {
      awaitPoll();
      return out.build();
    }
    if (!watching) {
      watching = true;
      out.add(FeedSplit.ID, new FeedRecord.Watching());
      return out.build();
    }
    if (load == null && !awaitPoll()) {
      return out.build();
    }
    try {
      if (load == null) {
        look(out);
      } else {
        goOn(out);
      }
    } catch (IOException | RuntimeException e) {
      giveUp(e);
    }
    return out.build();
  }

  /** Waits for the next look at the registry, but not for long; whether it is due. */
  private boolean awaitPoll() {
    long giveUp = System.currentTimeMillis() + WAIT_MILLIS;
    synchronized (monitor) {
      try {
        long wait = Math.min(dueAt, giveUp) - System.currentTimeMillis();
        while (wait > 0 && !wokenUp) {
          monitor.wait(wait);
          wait = Math.min(dueAt, giveUp) - System.currentTimeMillis();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      wokenUp = false;
    }
    return dueAt <= System.currentTimeMillis();
  }

  private void look(RecordsBySplits.Builder<FeedRecord> out) throws IOException {
    long now = System.currentTimeMillis();
    dueAt = now + poll;
    Optional<ModelVersion> champion = registry.aliased(model, ModelRegistry.CHAMPION);
    if (champion.isPresent() && isToBeLoaded(champion.get(), now)) {
      LOG.info("Loading {}", champion.get().id());
      load = VersionLoad.begin(store, registry, champion.get(), position.inUse(), now);
      moveTo(position.begin(champion.get().number()), out);
    }
    if (champion.isEmpty() && !lacking) {
      LOG.warn(
          "No version of {} is champion in {}: all is judged by its own recent past until one is",
          model,
          place);
    }
    lacking = champion.isEmpty();
    recovered();
  }

  /** Also after a load that did not come to its end: some series have models of that version. */
  private boolean isToBeLoaded(ModelVersion champion, long now) {
    return champion.number() != position.version()
        || !position.begun().isEmpty()
        || now >= position.renewAt();
  }

  private void moveTo(FeedSplit other, RecordsBySplits.Builder<FeedRecord> out) {
    position = other;
    out.add(FeedSplit.ID, new FeedRecord.Moved(other));
  }

  private void goOn(RecordsBySplits.Builder<FeedRecord> out) throws IOException {
    boolean more =
        load.next(
            update -> {
              metrics.told(update.model().isPresent());
              out.add(FeedSplit.ID, new FeedRecord.Update(update));
            });
    if (!more) {
      moveTo(load.position(), out);
      LOG.info("Loaded version {} of {}: {}", position.version(), model, load);
      load.close();
      load = null;
      metrics.loaded();
      recovered();
    }
  }

  private void recovered() {
    if (failing && load == null) {
      failing = false;
      LOG.info("The models can be read again");
    }
  }

  /** What was told already stays; it is told again with the next try. */
  private void giveUp(Exception e) {
    metrics.failed();
    dueAt = System.currentTimeMillis() + poll;
    if (!failing) {
      failing = true;
      LOG.warn(
          "Cannot load models; those in use stay, and it is tried again from now on: {}",
          e.getMessage() == null ? e.toString() : e.getMessage());
      LOG.debug("Where it failed", e);
    }
    closeLoad();
  }

  private void closeLoad() {
    if (load != null) {
      load.close();
      load = null;
    }
  }

  @Override
  public void handleSplitsChanges(SplitsChange<FeedSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      throw new UnsupportedOperationException("the models stay with their reader: " + change);
    }
    position = change.splits().get(0);
  }

  @Override
  public void wakeUp() {
    synchronized (monitor) {
      wokenUp = true;
      monitor.notifyAll();
    }
  }

  @Override
  public void close() {
    closeLoad();
    store.close();
  }
}
