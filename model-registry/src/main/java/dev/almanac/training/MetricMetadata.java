package dev.almanac.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.prometheus.MetricTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What samples mean by what exporters say of their metrics. Snapshots do not have it. */
public final class MetricMetadata {

  private static final long LARGEST_FILE = 64 << 20;

  private MetricMetadata() {}

  /**
   * Reads a saved answer of a Prometheus server's {@code /api/v1/metadata}.
   *
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
    return kinds(MetricTypes.parse(data));
  }

  /**
   * The kind of each metric's samples, by metric name; of histograms and summaries, of the names
   * that their series have. Where a type does not tell, as untyped, the metric is left out.
   *
   * @param types as exporters say them, by metric name
   */
  public static Map<String, SampleKind> kinds(Map<String, String> types) {
    Map<String, SampleKind> derived = new HashMap<>();
    Map<String, SampleKind> stated = new HashMap<>();
    types.forEach(
        (name, type) -> {
          switch (type) {
            case "counter" -> {
              stated.put(name, SampleKind.COUNTER);
              derived.put(name + "_total", SampleKind.COUNTER);
            }
            case "histogram" -> {
              for (String suffix : List.of("_bucket", "_count", "_sum")) {
                derived.put(name + suffix, SampleKind.COUNTER);
              }
            }
            case "summary" -> {
              stated.put(name, SampleKind.GAUGE);
              derived.put(name + "_count", SampleKind.COUNTER);
              derived.put(name + "_sum", SampleKind.COUNTER);
            }
            case "gauge" -> stated.put(name, SampleKind.GAUGE);
            default -> {
              // Its name has to tell.
            }
          }
        });
    derived.putAll(stated);
    return derived;
  }
}
