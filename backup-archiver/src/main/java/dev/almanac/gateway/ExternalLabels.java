package dev.almanac.gateway;

import dev.almanac.prometheus.ReadQuery;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels that every series of the archive has towards others, as a Prometheus adds its {@code
 * external_labels}: matchers see them, and answers carry them. A label that a series has of its own
 * stays as it is.
 */
public final class ExternalLabels {

  /** None. */
  public static final ExternalLabels NONE = new ExternalLabels(Map.of());

  private final Map<String, String> labels;

  /**
   * @throws IllegalArgumentException for the metric's name, which belongs to each series alone, and
   *     for labels without name or value
   */
  public ExternalLabels(Map<String, String> labels) {
    this.labels = Map.copyOf(labels);
    labels.forEach(
        (name, value) -> {
          if (name.isEmpty() || value.isEmpty() || name.equals(Labels.METRIC_NAME)) {
            throw new IllegalArgumentException(
                "not an external label: " + name + "=\"" + value + '"');
          }
        });
  }

  /** The label set that others see. */
  Labels addedTo(Labels own) {
    if (labels.isEmpty()) {
      return own;
    }
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(own.toMap());
    return Labels.of(all);
  }

  /**
   * Whether series have to be in order of the labels of their own. A Prometheus with these labels
   * names each of them in every query and takes them off again before it merges the series with
   * those it has itself, and that needs them in order then.
   */
  boolean areTakenOff(ReadQuery query) {
    return labels.entrySet().stream()
        .allMatch(label -> query.matchers().contains(Matcher.eq(label.getKey(), label.getValue())));
  }
}
