package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.PrometheusServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/**
 * Queries of PromQL, asked of two servers, of which the answers have to be the same to the byte.
 *
 * @param begin when the data begin, in milliseconds
 * @param end when they end
 */
record PromqlSuite(long begin, long end) {

  private static final long HOUR = 3_600_000;

  /** Asks every line of a file, at one moment and over all of the time. */
  void assertSame(PrometheusServer original, PrometheusServer other, String file)
      throws IOException {
    int asked = 0;
    List<String> answered = new ArrayList<>();
    SoftAssertions all = new SoftAssertions();
    for (String query : queries(file)) {
      for (String path : List.of(instant(query), range(query))) {
        String expected = original.request("GET", path);
        all.assertThat(other.request("GET", path)).as(query).isEqualTo(expected);
        asked++;
        if (!expected.contains("\"result\":[]")) {
          answered.add(path);
        }
      }
    }
    all.assertAll();
    // Equal answers would tell nothing if they were empty.
    assertThat(answered).hasSizeGreaterThan(asked * 3 / 4);
  }

  private static List<String> queries(String file) throws IOException {
    try (InputStream in = PromqlSuite.class.getResourceAsStream("/promql/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private String instant(String query) {
    return "/api/v1/query?query=%s&time=%s"
        .formatted(encoded(query), seconds(begin + 7 * HOUR / 2 + 12_345));
  }

  private String range(String query) {
    return "/api/v1/query_range?query=%s&start=%s&end=%s&step=211"
        .formatted(encoded(query), seconds(begin - HOUR / 2), seconds(end));
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
