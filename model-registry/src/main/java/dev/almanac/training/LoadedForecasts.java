package dev.almanac.training;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that forecasts by one version from the end of one backup take, in memory. Immutable,
 * and safe for use by several threads.
 */
public final class LoadedForecasts {

  private final ModelVersion version;
  private final Manifest backup;
  private final List<LoadedSeries> series;
  private final Map<String, List<LoadedSeries>> byMetric = new LinkedHashMap<>();

  private LoadedForecasts(ModelVersion version, Manifest backup, List<LoadedSeries> series) {
    this.version = version;
    this.backup = backup;
    this.series = List.copyOf(series);
    for (LoadedSeries one : series) {
      byMetric.computeIfAbsent(one.labels().metricName(), name -> new ArrayList<>()).add(one);
    }
  }

  /**
   * Reads the models of a version, and the samples that they go on from.
   *
   * @param shown how much of its history is kept of a series at least
   */
  public static LoadedForecasts load(
      BlobStore store, Registry registry, ModelVersion version, Manifest backup, Duration shown)
      throws IOException {
    PublishedModels models = PublishedModels.read(registry, version);
    return new LoadedForecasts(
        version,
        backup,
        new ArchiveForecasts(store, backup, models).load(Selector.ALL, shown, samples -> {}));
  }

  /** By which version. */
  public ModelVersion version() {
    return version;
  }

  /** From the end of which backup. */
  public Manifest backup() {
    return backup;
  }

  /** How many series there are. */
  public int size() {
    return series.size();
  }

  /** The series that a selector means, in the order of the archive. */
  public List<LoadedSeries> of(Selector selector) {
    return candidates(selector).stream().filter(one -> selector.matches(one.labels())).toList();
  }

  private List<LoadedSeries> candidates(Selector selector) {
    for (Matcher matcher : selector.matchers()) {
      if (matcher.type() == Matcher.Type.EQ && matcher.name().equals(Labels.METRIC_NAME)) {
        return byMetric.getOrDefault(matcher.value(), List.of());
      }
    }
    return series;
  }
}
