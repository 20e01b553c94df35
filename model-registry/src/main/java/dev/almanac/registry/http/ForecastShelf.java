package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import dev.almanac.training.LoadedForecasts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What forecasts are made from, in memory. The champion of each model that was asked for is
 * watched, and so is the newest backup: where either changes, the next is loaded beside the present
 * one and takes its place at once, so every answer is of one version and one backup. Other versions
 * are loaded when they are asked for. Where something cannot be loaded, what was there goes on
 * answering.
 */
final class ForecastShelf implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ForecastShelf.class);

  /** How much history is kept of each series, to be shown before its forecast. */
  private static final Duration SHOWN = Duration.ofDays(2);

  /** So many versions besides the champions. */
  private static final int OTHERS = 2;

  private final BlobStore store;
  private final Registry registry;
  private final Catalog catalog;
  private final String model;
  private final ServerMetrics metrics;
  private final Clock clock;
  private final Map<String, LoadedForecasts> champions = new ConcurrentHashMap<>();
  private final Memory<Key, LoadedForecasts> others = new Memory<>(OTHERS);
  private final Object loading = new Object();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "forecasts");
            thread.setDaemon(true);
            return thread;
          });
  private ScheduledFuture<?> looking;
  private volatile String trouble = "the champion of %s is being loaded";

  private record Key(VersionId version, String backup) {}

  /**
   * @param model the one to be loaded before it is asked for
   */
  ForecastShelf(
      BlobStore store, Registry registry, String model, ServerMetrics metrics, Clock clock) {
    this.store = store;
    this.registry = registry;
    this.model = model;
    this.metrics = metrics;
    this.clock = clock;
    catalog = new Catalog(store);
  }

  /** Begins to watch. */
  void start(Duration every) {
    looking = watch.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks for news soon: something was promoted. */
  void lookSoon() {
    try {
      watch.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server stops", e);
    }
  }

  private void look() {
    look(model);
    for (String other : champions.keySet()) {
      if (!other.equals(model)) {
        look(other);
      }
    }
  }

  private void look(String name) {
    try {
      champion(name);
      trouble = "";
    } catch (ProblemException e) {
      // There is nothing to serve yet, which is no trouble, or not any more.
      champions.remove(name);
      trouble = "";
    } catch (IOException | RuntimeException e) {
      metrics.notLoaded(name);
      trouble = "the champion of %s cannot be loaded: " + e.getMessage();
      LOG.warn("forecasts of {} cannot be loaded; what was there goes on answering", name, e);
    }
  }

  /** What keeps the model from being served, if anything. */
  Optional<String> missing() {
    return champions.containsKey(model) || trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(trouble.replace("%s", model));
  }

  /** Makes sure that the champion is the one that is served. */
  private LoadedForecasts champion(String name) throws IOException {
    synchronized (loading) {
      ModelVersion version =
          registry
              .aliased(name, Registry.CHAMPION)
              .orElseThrow(
                  () ->
                      new ProblemException(
                          Problem.Kind.NOT_FOUND,
                          "model %s has no champion to forecast by; promote a version, or name one"
                              .formatted(name)));
      Manifest backup = newestBackup();
      LoadedForecasts present = champions.get(name);
      if (present != null
          && present.version().id().equals(version.id())
          && present.backup().id().equals(backup.id())) {
        return present;
      }
      LoadedForecasts next = load(version, backup);
      champions.put(name, next);
      metrics.loaded(name, version.number(), clock.millis() / 1000.0);
      return next;
    }
  }

  private Manifest newestBackup() {
    if (catalog.ids().isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "there is no backup whose samples a forecast could follow");
    }
    return catalog.resolve("latest");
  }

  private LoadedForecasts load(ModelVersion version, Manifest backup) throws IOException {
    return LoadedForecasts.load(store, registry, version, backup, SHOWN);
  }

  /**
   * What to forecast by.
   *
   * @param name the model's
   * @param wanted a number, an alias or {@code latest}
   */
  LoadedForecasts find(String name, String wanted) throws IOException {
    if (wanted.equals(Registry.CHAMPION)) {
      LoadedForecasts present = champions.get(name);
      return present == null ? champion(name) : present;
    }
    ModelVersion version = registry.resolve(name, wanted);
    Manifest backup = newestBackup();
    Key key = new Key(version.id(), backup.id());
    synchronized (loading) {
      return others.get(key, () -> Optional.of(loadUnchecked(version, backup))).orElseThrow();
    }
  }

  private LoadedForecasts loadUnchecked(ModelVersion version, Manifest backup) {
    try {
      return load(version, backup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String model() {
    return model;
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel(true);
    }
    watch.shutdownNow();
  }
}
