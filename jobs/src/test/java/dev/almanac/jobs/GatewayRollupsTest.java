package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.gateway.GatewayUnderTest;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A real Prometheus that reads rollups from the gateway, beside one that has the samples: series
 * that begin anew, pause and go stale, some of them with values that are no numbers.
 */
class GatewayRollupsTest {

  private static final long HOUR = 3_600_000;
  private static final long START = Instant.parse("2026-11-19T20:00:00Z").toEpochMilli();
  private static final long LENGTH = 80 * HOUR;
  private static final long STALE = 0x7ff0000000000002L;
  private static final int SERIES = 8;
  private static final double TOLERANCE = 1e-12;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path folder;
  private static Path archive;
  private static PrometheusServer original;
  private static GatewayUnderTest gateway;
  private static PrometheusServer asking;

  @BeforeContainer
  static void start() throws IOException {
    folder = Files.createTempDirectory("gateway-rollups-");
    Path data = Files.createDirectories(folder.resolve("server/data"));
    Map<Labels, List<Run>> series = new TreeMap<>();
    for (int i = 0; i < SERIES; i++) {
      SplittableRandom random = new SplittableRandom(i);
      series.put(Labels.of("__name__", "numbers", "i", "" + i), runs(random, false));
      series.put(Labels.of("__name__", "holes", "i", "" + i), runs(random, true));
    }
    TestArchive.block(data, series);
    archive = folder.resolve("archive");
    SerialBackup.of(data, archive);
    CommandRun rolled = CommandRun.of("rollup", "--archive", archive.toString());
    assertThat(rolled.exit()).as(rolled.err()).isEqualTo(ExitCode.DONE);
    original = PrometheusServer.start(folder.resolve("server"), "global: {}\n");
    gateway = GatewayUnderTest.withPeaksOver(archive);
    asking = PrometheusServer.start(folder.resolve("asking"), configuration(gateway));
  }

  private static String configuration(GatewayUnderTest asked) {
    return """
    remote_read:
      - url: %1$s/api/v1/read
        read_recent: true
      - url: %1$s/api/v1/read/1h
        read_recent: true
        required_matchers: {rollup: 1h}
      - url: %1$s/api/v1/read/5m
        read_recent: true
        required_matchers: {rollup: 5m}
    """
        .formatted(asked.url());
  }

  @AfterContainer
  static void stop() throws IOException {
    asking.close();
    gateway.close();
    original.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /** Samples on full hours among them, which belong to the hour that they begin. */
  private static List<Run> runs(SplittableRandom random, boolean holes) {
    ChunkedRuns runs = new ChunkedRuns();
    long interval = List.of(60_000L, 100_000L, 150_000L).get(random.nextInt(3));
    double value = random.nextInt(1000);
    for (long ts = START; ts < START + LENGTH; ts += interval) {
      int chance = random.nextInt(400);
      if (chance == 0) {
        ts += random.nextInt(100) * interval;
      }
      value = chance < 6 ? random.nextInt(3) : value + random.nextInt(-7, 9) * 0.25;
      runs.add(
          ts,
          switch (chance) {
            case 10, 11 -> STALE;
            case 12, 13 -> Double.doubleToRawLongBits(holes ? Double.NaN : -1 - value);
            default -> Double.doubleToRawLongBits(value);
          });
    }
    return runs.all();
  }

  private static JsonNode ask(PrometheusServer server, String promql, String time)
      throws IOException {
    String path = time.contains("start=") ? "query_range" : "query";
    JsonNode answer =
        JSON.readTree(
            server.request(
                "GET", "/api/v1/" + path + "?query=" + PromqlSuite.encoded(promql) + time));
    assertThat(answer.path("warnings")).as(promql).isEmpty();
    return answer.at("/data/result");
  }

  private static String everyHour() {
    return "&start=%d&end=%d&step=3600"
        .formatted((START + HOUR) / 1000, (START + LENGTH + HOUR) / 1000);
  }

  private static String at(long millis) {
    return String.format(Locale.ROOT, "&time=%d.%03d", millis / 1000, millis % 1000);
  }

  /** All answers, by series and time. */
  private static Map<String, Double> values(JsonNode result) {
    Map<String, Double> values = new TreeMap<>();
    for (JsonNode series : result) {
      for (JsonNode value : series.path("values")) {
        values.put(
            series.at("/metric/i").asText() + " at " + value.path(0).asText(),
            Double.parseDouble(value.path(1).asText()));
      }
    }
    return values;
  }

  /** At each full hour, what the hour before it amounts to. */
  @Example
  void showsTheNumbersOfEachHourAtItsEnd() throws IOException {
    for (String number : List.of("avg", "min", "max", "sum", "count", "last")) {
      String rolled = "numbers{rollup='1h',aggregate='%s'}".formatted(number);
      String samples = "%s_over_time(numbers[59m59s999ms] offset 1ms)".formatted(number);

      assertNear(values(ask(asking, rolled, everyHour())), ask(original, samples, everyHour()));
    }
  }

  @Example
  void showsTheNumbersOfFiveMinutes() throws IOException {
    String steps = everyHour().replace("3600", "300");

    assertNear(
        values(ask(asking, "numbers{i='3',rollup='5m',aggregate='max'}", steps)),
        ask(original, "max_over_time(numbers{i='3'}[4m59s999ms] offset 1ms)", steps));
  }

  @Example
  void sumsOfHoursAreThoseOfDays() throws IOException {
    String steps = everyHour().replace("3600", "86400");

    assertNear(
        values(
            ask(
                asking,
                "sum_over_time(numbers{rollup='1h',aggregate='sum'}[1d])"
                    + " / ignoring(aggregate)"
                    + " sum_over_time(numbers{rollup='1h',aggregate='count'}[1d])",
                steps)),
        ask(original, "avg_over_time(numbers[23h59m59s999ms] offset 1ms)", steps));
  }

  private static void assertNear(Map<String, Double> found, JsonNode expected) {
    Map<String, Double> wanted = values(expected);
    assertThat(wanted).hasSizeGreaterThan(20);
    assertThat(found.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach(
        (when, value) ->
            assertThat(found.get(when))
                .as(when)
                .matches(
                    other -> Math.abs(other - value) <= TOLERANCE * Math.abs(value),
                    "near " + value));
  }

  @Example
  void carriesLabelsThatTellWhatItIs() throws IOException {
    JsonNode series =
        ask(
            asking,
            "last_over_time(numbers{i='1',rollup='1h',aggregate='first'}[1d])",
            at(START + 2 * 24 * HOUR));

    assertThat(series).hasSize(1);
    assertThat(series.at("/0/metric/aggregate").asText()).isEqualTo("first");
    assertThat(series.at("/0/metric/rollup").asText()).isEqualTo("1h");
  }

  @Example
  void doesNotGuessWhichNumberIsMeant() throws IOException {
    String answer =
        asking.request(
            "GET",
            "/api/v1/query?query=" + PromqlSuite.encoded("numbers{rollup='1h'}") + at(START));

    assertThat(answer).contains("names one of them", "avg, min, max, sum, count, first, last");
  }

  /** A selector without them does not meet rollups. */
  @Example
  void samplesStayWhatSelectorsMeet() throws IOException {
    String query = "count_over_time(numbers[2h])";
    assertThat(ask(asking, query, everyHour())).isEqualTo(ask(original, query, everyHour()));
  }

  /** To the byte, whatever the window: it comes from rollups as far as days lie within. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void theGreatestAndLeastOfOneWindowAreThoseOfTheSamples(
      @ForAll @LongRange(min = 0, max = LENGTH + 2 * HOUR) long since,
      @ForAll @LongRange(min = 1, max = LENGTH + 2 * HOUR) long length,
      @ForAll boolean onHours)
      throws IOException {
    long range = onHours ? Math.max(HOUR, length / HOUR * HOUR) : length;
    long until = START + (onHours ? since / HOUR * HOUR : since);
    for (String function : List.of("max_over_time", "min_over_time")) {
      for (String metric : List.of("numbers", "holes")) {
        String query = "%s(%s[%dms])".formatted(function, metric, range);
        assertThat(ask(asking, query, at(until)))
            .as(query + at(until))
            .isEqualTo(ask(original, query, at(until)));
      }
    }
  }

  /** Several windows, other functions, subqueries and offsets: samples answer, or days inside. */
  @Example
  void otherQuestionsAreAnsweredAsBySamples() throws IOException {
    for (String query :
        List.of(
            "max_over_time(numbers[2d] offset 7m)",
            "max_over_time(numbers[2d] @ %d)".formatted((START + 70 * HOUR) / 1000),
            "max_over_time(numbers[1d:7m])",
            "max_over_time(max_over_time(numbers[1d])[1d:1h])",
            "avg_over_time(numbers[3d])",
            "max_over_time(numbers[2d]) - min_over_time(holes[1d])",
            "sum(max_over_time(numbers[3d]))",
            "numbers")) {
      for (String time : List.of(at(START + 79 * HOUR + 1), everyHour())) {
        assertThat(ask(asking, query, time)).as(query).isEqualTo(ask(original, query, time));
      }
    }
  }

  /** With a day's samples out of the way only rollups can tell what was there. */
  @Example
  void readsNoSampleOfADayWhoseHoursTell() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(archive.relativize(file).toString()));
      }
    }
    try (Stream<Path> files = Files.list(copy.resolve("samples/day=2026-11-21"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    String query = "max_over_time(numbers[60h])";
    String time = at(START + 79 * HOUR);
    try (GatewayUnderTest lacking = GatewayUnderTest.withPeaksOver(copy);
        PrometheusServer server =
            PrometheusServer.start(folder.resolve("lacking"), configuration(lacking))) {
      assertThat(ask(server, query, time)).isEqualTo(ask(original, query, time));
      assertThat(
              server.request(
                  "GET", "/api/v1/query?query=" + PromqlSuite.encoded("numbers[60h]") + time))
          .contains("warnings");
    }
  }
}
