package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes the external labels off the series of an answer. A server adds them where a series has none
 * of that name; a few series may have one of their own with the very same value (metrics of another
 * server, say), which must stay.
 */
final class OwnLabels {

  private final Map<String, String> external;

  /** By what the server calls them, series with a label that looks like an external one. */
  private final Map<Labels, Labels> lookalikes = new HashMap<>();

  private OwnLabels(Map<String, String> external) {
    this.external = external;
  }

  /**
   * Looks through the series of a snapshot for such as have external labels of their own.
   *
   * @param snapshot is read to its end and closed
   */
  static OwnLabels of(Map<String, String> external, SeriesCursor snapshot) {
    OwnLabels own = new OwnLabels(Map.copyOf(external));
    try (snapshot) {
      while (!external.isEmpty() && snapshot.nextSeries()) {
        own.note(snapshot.labels());
      }
    }
    return own;
  }

  private void note(Labels labels) {
    if (external.entrySet().stream().anyMatch(l -> labels.get(l.getKey()).equals(l.getValue()))) {
      Map<String, String> answered = new TreeMap<>(external);
      answered.putAll(labels.toMap());
      lookalikes.put(Labels.of(answered), labels);
    }
  }

  /** What the series is called in the server's own storage. */
  Labels of(Labels answered) {
    Labels known = lookalikes.get(answered);
    if (known != null || external.isEmpty()) {
      return known == null ? answered : known;
    }
    Map<String, String> own = answered.toMap();
    external.forEach(own::remove);
    return Labels.of(own);
  }
}
