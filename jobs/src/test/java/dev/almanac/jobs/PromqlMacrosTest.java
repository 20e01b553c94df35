package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The macros against a real Prometheus that has the same blocks: counters that begin anew, pause,
 * go stale and hold values that are no numbers, asked with windows and steps of any length.
 */
class PromqlMacrosTest {

  private static final long START = Instant.parse("2026-11-22T22:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final long LENGTH = 4 * HOUR;
  private static final long STALE = 0x7ff0000000000002L;
  private static final int SERIES = 24;
  private static final double TOLERANCE = 1e-12;

  private static Path folder;
  private static Path archive;
  private static PrometheusServer prometheus;

  @BeforeContainer
  static void start() throws IOException {
    folder = Files.createTempDirectory("macros-");
    Path data = Files.createDirectories(folder.resolve("server/data"));
    TestArchive.block(data, series());
    archive = folder.resolve("archive");
    SerialBackup.of(data, archive);
    assertThat(CommandRun.of("rollup", "--archive", archive.toString()).exit())
        .isEqualTo(ExitCode.DONE);
    prometheus = PrometheusServer.start(folder.resolve("server"), "global: {}\n");
  }

  @AfterContainer
  static void stop() throws IOException {
    prometheus.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static Map<Labels, List<Run>> series() {
    Map<Labels, List<Run>> series = new TreeMap<>();
    for (int i = 0; i < SERIES; i++) {
      for (String metric : List.of("counter", "other")) {
        series.put(
            Labels.of("__name__", metric, "i", String.valueOf(i)),
            runs(new SplittableRandom(i * 31L + metric.hashCode())));
      }
      series.put(
          Labels.of("__name__", "visits", "i", String.valueOf(i)), visits(new SplittableRandom(i)));
    }
    return series;
  }

  private static List<Run> runs(SplittableRandom random) {
    ChunkedRuns runs = new ChunkedRuns();
    long interval = List.of(1_000L, 15_000L, 60_000L).get(random.nextInt(3)) * 2;
    double value =
        random.nextInt(3) == 0 ? 0 : random.nextDouble() * Math.pow(10, random.nextInt(12));
    for (long ts = START; ts < START + LENGTH; ts += interval + random.nextInt(7) - 3) {
      int chance = random.nextInt(400);
      if (chance == 0) {
        ts += random.nextInt(900_000); // nobody is there
      }
      value =
          chance < 6
              ? random.nextInt(3) // it begins anew
              : value + (chance % 4 == 0 ? 0 : random.nextInt(9) * Math.pow(10, chance % 3 - 1));
      runs.add(
          ts,
          switch (chance) {
            case 10, 11, 12 -> STALE;
            case 13 -> Double.doubleToRawLongBits(Double.NaN);
            case 14 -> Double.doubleToRawLongBits(-value);
            default -> Double.doubleToRawLongBits(value);
          });
    }
    return runs.all();
  }

  /**
   * A counter of numbers alone, none of them on a full hour; its values are such that sums of them
   * are exact in any order.
   */
  private static List<Run> visits(SplittableRandom random) {
    ChunkedRuns runs = new ChunkedRuns();
    long interval = List.of(2_000L, 30_000L, 120_000L).get(random.nextInt(3));
    double value = random.nextInt(1_000);
    for (long ts = START + 1 + random.nextInt(600_000); ts < START + LENGTH; ts += interval) {
      int chance = random.nextInt(300);
      ts += chance == 0 ? random.nextInt(5_000_000) : 0;
      ts += ts % HOUR == 0 ? 1 : 0;
      value = chance < 4 ? random.nextInt(3) : value + random.nextInt(9) * 0.25;
      runs.add(ts, chance == 7 ? STALE : Double.doubleToRawLongBits(value));
    }
    return runs.all();
  }

  /** Starts and windows that hit samples and that miss them, steps above and below the window. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void rateAgreesWithPromql(
      @ForAll @LongRange(min = -600_000, max = LENGTH) long since,
      @ForAll @LongRange(min = 1, max = 1_200) long step,
      @ForAll @LongRange(min = 1, max = 3_600) long span)
      throws IOException {
    assertAgrees(
        "rate", "rate(counter[%ds])".formatted(span), since, step, ", span := " + seconds(span));
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void increaseAgreesWithPromql(
      @ForAll @LongRange(min = -600_000, max = LENGTH) long since,
      @ForAll @LongRange(min = 1, max = 1_200) long step,
      @ForAll @LongRange(min = 1, max = 3_600) long span)
      throws IOException {
    assertAgrees(
        "increase",
        "increase(counter[%ds])".formatted(span),
        since,
        step,
        ", span := " + seconds(span));
  }

  /** From hours that are rolled up, at each full hour. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void hourlyRateAgreesWithPromql(@ForAll @IntRange(min = -2, max = 4) int hour)
      throws IOException {
    long since = hour * HOUR;
    long step = HOUR / 1000;

    Map<String, SortedMap<Long, Double>> bySql =
        bySql(
            "SELECT labels['i'] AS i, epoch_ms(ts) AS ms, value FROM hourly_rate('visits', %s)"
                .formatted(times(since, step).replaceFirst(", step.*", "")));

    assertSame(bySql, byPromql("rate(visits[1h])", since, step));
  }

  /** Prometheus looks back five minutes unless it is started otherwise. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void resampleAgreesWithPromql(
      @ForAll @LongRange(min = -600_000, max = LENGTH) long since,
      @ForAll @LongRange(min = 1, max = 1_200) long step)
      throws IOException {
    assertAgrees("resample", "counter", since, step, "");
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void alignAgreesWithPromql(
      @ForAll @LongRange(min = -600_000, max = LENGTH) long since,
      @ForAll @LongRange(min = 1, max = 1_200) long step)
      throws IOException {
    Map<String, SortedMap<Long, Double>> byPromql = byPromql("counter - other", since, step);
    Map<String, SortedMap<Long, Double>> bySql =
        bySql(
            "SELECT labels['i'] AS i, epoch_ms(ts) AS ms, left_value - right_value AS value FROM"
                + " align('counter', 'other', %s)".formatted(times(since, step)));
    assertSame(bySql, byPromql);
  }

  private static void assertAgrees(
      String macro, String promql, long since, long step, String options) throws IOException {
    Map<String, SortedMap<Long, Double>> byPromql = byPromql(promql, since, step);
    Map<String, SortedMap<Long, Double>> bySql =
        bySql(
            "SELECT labels['i'] AS i, epoch_ms(ts) AS ms, value FROM %s('counter', %s%s)"
                .formatted(macro, times(since, step), options));
    assertSame(bySql, byPromql);
  }

  private static void assertSame(
      Map<String, SortedMap<Long, Double>> found, Map<String, SortedMap<Long, Double>> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (series, values) -> {
          assertThat(found.get(series).keySet()).as(series).isEqualTo(values.keySet());
          values.forEach(
              (at, value) ->
                  assertThat(found.get(series).get(at))
                      .as(series + " at " + at)
                      .matches(other -> isNear(other, value), "near " + value));
        });
  }

  private static boolean isNear(double a, double b) {
    return Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.abs(b);
  }

  private static String times(long since, long step) {
    return "'%s', '%s', step := %s"
        .formatted(
            LocalDateTime.ofInstant(Instant.ofEpochMilli(START + since), ZoneOffset.UTC),
            LocalDateTime.ofInstant(Instant.ofEpochMilli(until(since, step)), ZoneOffset.UTC),
            seconds(step));
  }

  /** Prometheus refuses more than 11,000 steps; a few hundred tell enough. */
  private static long until(long since, long step) {
    return Math.min(START + LENGTH + 600_000, START + since + 300 * step * 1000);
  }

  private static String seconds(long seconds) {
    return "INTERVAL %d SECOND".formatted(seconds);
  }

  private static Map<String, SortedMap<Long, Double>> byPromql(String query, long since, long step)
      throws IOException {
    String answer =
        prometheus.request(
            "GET",
            "/api/v1/query_range?query=%s&start=%s&end=%s&step=%d"
                .formatted(
                    URLEncoder.encode(query, StandardCharsets.UTF_8),
                    (START + since) / 1000.0,
                    until(since, step) / 1000.0,
                    step));
    Map<String, SortedMap<Long, Double>> result = new TreeMap<>();
    for (JsonNode series : new ObjectMapper().readTree(answer).at("/data/result")) {
      SortedMap<Long, Double> values = new TreeMap<>();
      for (JsonNode value : series.path("values")) {
        values.put(Math.round(value.path(0).asDouble() * 1000), number(value.path(1).asText()));
      }
      result.put(series.at("/metric/i").asText(), values);
    }
    return result;
  }

  private static Map<String, SortedMap<Long, Double>> bySql(String question) {
    CommandRun run = CommandRun.of("sql", "--json", "--archive", archive.toString(), question);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    Map<String, SortedMap<Long, Double>> result = new TreeMap<>();
    for (JsonNode row : run.json()) {
      result
          .computeIfAbsent(row.path("i").asText(), key -> new TreeMap<>())
          .put(row.path("ms").asLong(), number(row.path("value").asText()));
    }
    return result;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
