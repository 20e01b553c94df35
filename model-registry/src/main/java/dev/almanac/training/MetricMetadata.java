package dev.almanac.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.forecast.resample.SampleKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What exporters say that their metrics are, as a Prometheus server's {@code /api/v1/metadata}
 * answers. Snapshots do not have it.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metric-metadata">Querying
 *     metric metadata</a>
 */
final class MetricMetadata {

  private static final long LARGEST_FILE = 64 << 20;

  private MetricMetadata() {}

  /**
   * Reads a saved answer.
   *
   * @return the kind of each metric's samples, by metric name; of histograms and summaries, of the
   *     names that their series have
   * @throws IllegalArgumentException where it is no such answer
   */
  static Map<String, SampleKind> read(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IllegalArgumentException(file + " is larger than metadata can be");
      }
      return kinds(new JsonMapper().readTree(file.toFile()), file);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, SampleKind> kinds(JsonNode answer, Path file) {
    JsonNode data = answer.path("data");
    if (!data.isObject()) {
      throw new IllegalArgumentException(
          file + ": expected the answer of /api/v1/metadata, an object \"data\" by metric names");
    }
    Map<String, SampleKind> kinds = new HashMap<>();
    data.fieldNames()
        .forEachRemaining(
            name -> {
              switch (data.path(name).path(0).path("type").asText()) {
                case "counter" -> {
                  kinds.put(name, SampleKind.COUNTER);
                  kinds.putIfAbsent(name + "_total", SampleKind.COUNTER);
                }
                case "histogram" -> {
                  for (String suffix : List.of("_bucket", "_count", "_sum")) {
                    kinds.put(name + suffix, SampleKind.COUNTER);
                  }
                }
                case "summary" -> {
                  kinds.put(name, SampleKind.GAUGE);
                  kinds.put(name + "_count", SampleKind.COUNTER);
                  kinds.put(name + "_sum", SampleKind.COUNTER);
                }
                case "gauge" -> kinds.put(name, SampleKind.GAUGE);
                default -> {
                  // Untyped and the like: its name has to tell.
                }
              }
            });
    return kinds;
  }
}
