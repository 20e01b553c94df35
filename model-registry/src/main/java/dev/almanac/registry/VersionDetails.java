package dev.almanac.registry;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a version besides its files.
 *
 * @param lineage what it was made of
 * @param evaluation how well it forecast a hold-out, where it was evaluated
 * @param metrics any other numbers, by name; all finite
 * @param tags any other words, by name
 */
public record VersionDetails(
    Lineage lineage,
    Optional<Evaluation> evaluation,
    SortedMap<String, Double> metrics,
    SortedMap<String, String> tags) {

  public VersionDetails {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      if (!Double.isFinite(metric.getValue())) {
        throw new IllegalArgumentException(
            "metric %s is %s; leave out what is not defined"
                .formatted(metric.getKey(), metric.getValue()));
      }
    }
  }
}
