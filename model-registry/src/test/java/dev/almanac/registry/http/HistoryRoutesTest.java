package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What archived series were, in steps. */
class HistoryRoutesTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final long SECONDS = NOON.getEpochSecond();
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);
  private static final String HISTORY = "/api/v1/history";

  @TempDir private static Path folder;
  private static Served served;

  @BeforeAll
  static void serve() throws IOException {
    Map<Labels, List<Run>> series = new TreeMap<>();
    series.put(
        Labels.of("__name__", "load", "instance", "a"),
        List.of(run(4, 2, 3, 7, 5, STALE), run(40, 1)));
    series.put(Labels.of("__name__", "load", "instance", "b"), List.of(run(0, 9)));
    series.put(
        Labels.of("__name__", "requests_total", "instance", "a"),
        List.of(run(0, 0, 30, 60, 15, 45)));
    Path snapshot = Files.createDirectories(folder.resolve("snapshot"));
    TestArchive.block(snapshot, series);
    SerialBackup.of(snapshot, folder.resolve("archive"));
    served = Served.over(folder);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** A sample every fifteen seconds. */
  private static FloatRun run(int step, double... values) {
    FloatRun run = new FloatRun(values.length);
    for (int i = 0; i < values.length; i++) {
      run.timestamps[i] = NOON.toEpochMilli() + (step + i) * 15_000L;
      run.valueBits[i] = Double.doubleToRawLongBits(values[i]);
    }
    run.setSize(values.length);
    run.setStartsChunk(true);
    return run;
  }

  private static String asked(String selector, String more) {
    return HISTORY + "?match=" + URLEncoder.encode(selector, StandardCharsets.UTF_8) + more;
  }

  private static List<Double> numbers(JsonNode list) {
    return list.valueStream().map(JsonNode::asDouble).toList();
  }

  private static double at(int seconds) {
    return SECONDS + seconds;
  }

  @Test
  void showsHowLowAndHighAGaugeWasAndItsMean() {
    JsonNode answer = served.json(asked("load{instance=\"a\"}", "&step=30s"));

    JsonNode series = answer.path("series").get(0);
    assertThat(answer.path("step_seconds").asDouble()).isEqualTo(30);
    assertThat(series.path("series").asText()).isEqualTo("load{instance=\"a\"}");
    assertThat(series.path("kind").asText()).isEqualTo("gauge");
    assertThat(numbers(series.path("times"))).containsExactly(at(60), at(90), at(600));
    assertThat(numbers(series.path("min"))).containsExactly(2.0, 5.0, 1.0);
    assertThat(numbers(series.path("mean"))).containsExactly(2.5, 6.0, 1.0);
    assertThat(numbers(series.path("max"))).containsExactly(3.0, 7.0, 1.0);
  }

  @Test
  void showsACounterAsItsRateAlsoWhereItBeganAnew() {
    JsonNode series = served.json(asked("requests_total", "&step=15s")).path("series").get(0);

    assertThat(series.path("kind").asText()).isEqualTo("counter");
    assertThat(numbers(series.path("times"))).containsExactly(at(0), at(15), at(30), at(45));
    assertThat(numbers(series.path("mean"))).containsExactly(2.0, 2.0, 1.0, 2.0);
  }

  @Test
  void takesACounterForAGaugeWhereThatIsAskedFor() {
    JsonNode series =
        served.json(asked("requests_total", "&kind=gauge&step=15s")).path("series").get(0);

    assertThat(numbers(series.path("mean"))).containsExactly(0.0, 30.0, 60.0, 15.0, 45.0);
  }

  @Test
  void showsTheTimeThatIsAskedForAndNoMore() {
    JsonNode answer =
        served.json(asked("load", "&step=15s&from=%d&to=%d".formatted(SECONDS + 75, SECONDS + 90)));

    assertThat(answer.path("series")).hasSize(1);
    assertThat(numbers(answer.path("series").get(0).path("mean"))).containsExactly(3.0, 7.0);
    assertThat(answer.path("from").asLong()).isEqualTo(SECONDS + 75);
  }

  @Test
  void choosesARoundStepWhereNoneIsAskedFor() {
    assertThat(served.json(asked("load", "")).path("step_seconds").asDouble()).isEqualTo(300);
    assertThat(
            served
                .json(asked("load", "&from=%d&to=%d".formatted(SECONDS, SECONDS + 600)))
                .path("step_seconds")
                .asDouble())
        .isEqualTo(5);
  }

  @Test
  void listsSeriesWithoutReadingThem() {
    JsonNode answer = served.json(HISTORY + "/series?limit=2");

    assertThat(answer.path("series"))
        .extracting(one -> one.path("series").asText())
        .containsExactly("load{instance=\"a\"}", "load{instance=\"b\"}");
    JsonNode first = answer.path("series").get(0);
    assertThat(first.path("samples").asInt()).isEqualTo(6);
    assertThat(first.path("first").asText()).isEqualTo("2026-11-22T12:01:00Z");
    assertThat(first.path("labels").path("instance").asText()).isEqualTo("a");
    JsonNode rest =
        served.json(
            HISTORY
                + "/series?after="
                + URLEncoder.encode(answer.path("next").asText(), StandardCharsets.UTF_8));
    assertThat(rest.path("series")).hasSize(1);
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void findsSeriesByExpressions() {
    JsonNode answer = served.json(HISTORY + "/series?match=%7Binstance%3D~%22b.*%22%7D");

    assertThat(answer.path("series"))
        .extracting(one -> one.path("series").asText())
        .containsExactly("load{instance=\"b\"}");
  }

  @Test
  void saysNothingOfAnArchiveWithoutBackups() {
    try (Served none = Served.over(folder.resolve("none"))) {
      assertThat(none.json(HISTORY + "/series").path("series")).isEmpty();
      assertThat(none.json(asked("load", "")).path("series")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?                              | 400 | match is missing
          ?match=%7B                     | 400 | match:
          ?match=load&from=2&to=1        | 400 | from: expected a time before
          ?match=load&from=soon          | 400 | from: expected seconds since 1970
          ?match=load&to=%2B20000-01-01T00:00:00Z | 400 | from, to: expected times before the year 10000
          ?match=load&step=0s            | 400 | step:
          ?match=load&step=11d           | 400 | step: expected a length of time above zero, 10d at most
          ?match=load&kind=summary       | 400 | kind: expected gauge or counter
          ?match=load&step=1s            | 422 | step: that would be 86,401 steps, 11,000 at most
          /series?match=%7B              | 400 | match:
          /series?limit=0                | 400 | limit:
          """)
  void saysWhatIsWrongWithAQuestion(String query, int status, String detail) {
    HttpResponse<String> response = served.get(HISTORY + query);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Served.json(response).path("detail").asText()).contains(detail);
  }
}
