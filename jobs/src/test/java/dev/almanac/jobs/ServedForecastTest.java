package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code serve}, its forecasts before all, over an archive with two versions. */
class ServedForecastTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("serving .* at (http://\\S+)");
  private static final String ONE = "cpu_utilisation_percent";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path scratch;
  private static Path root;
  private static String secret;
  private static ChildCommand server;
  private static String url;

  @BeforeAll
  static void serve() throws IOException {
    root = TrainedArchive.archive(scratch, 8);
    train(TrainedArchive.CONFIG);
    train(TrainedArchive.CONFIG.replace("window: 7d", "window: 5d"));
    secret = create("tester", "operate");
    start();
  }

  private static void train(String yaml) throws IOException {
    Path config = Files.writeString(scratch.resolve("training.yaml"), yaml);
    CommandRun run =
        CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isIn(ExitCode.DONE, ExitCode.NO);
  }

  private static String create(String name, String scope) {
    CommandRun run =
        CommandRun.of(
            "token", "create", "--archive", root.toString(), "--name", name, "--scope", scope);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().strip();
  }

  private static void start() {
    server =
        ChildCommand.start(
            scratch,
            "serve",
            "--archive",
            root.toString(),
            "--listen",
            "0",
            "--refresh",
            "1s",
            "--audit",
            scratch.resolve("audit.jsonl").toString());
    server.awaitUntil("it serves", () -> ADDRESS.matcher(server.said()).find());
    Matcher address = ADDRESS.matcher(server.said());
    assertThat(address.find()).as(server.said()).isTrue();
    url = address.group(1);
    Await.until("it is ready", PATIENCE, () -> get("/readyz").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static HttpResponse<String> get(String path) {
    return send(request(path));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + secret);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String forecastPath(String selector, String more) {
    return "/api/v1/forecast?series=" + URLEncoder.encode(selector, StandardCharsets.UTF_8) + more;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static JsonNode forecast(String selector, String more) {
    HttpResponse<String> response = get(forecastPath(selector, more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parse(response.body());
  }

  private static HttpResponse<String> promote(int version) {
    return send(
        request("/api/v1/models/metrics/aliases/champion/promote")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"version\": %d, \"force\": true}".formatted(version))));
  }

  @Test
  void saysWhatTheCommandSays() {
    CommandRun run =
        CommandRun.of(
            "forecast",
            "--archive",
            root.toString(),
            "--series",
            ONE,
            "--horizon",
            "6h",
            "--model-version",
            "2",
            "--json");

    JsonNode answer = forecast(ONE, "&horizon=6h&version=2");

    JsonNode series = answer.path("series").get(0);
    assertThat(answer.path("version").asInt()).isEqualTo(2);
    assertThat(series.path("labels").path("__name__").asText()).isEqualTo(ONE);
    assertThat(series.path("median")).hasSize(6);
    for (int i = 0; i < 6; i++) {
      JsonNode row = run.json().get(i);
      assertThat(series.path("times").get(i).asLong())
          .isEqualTo(java.time.Instant.parse(row.path("time").asText()).getEpochSecond());
      for (String measure : List.of("mean", "median")) {
        assertThat(series.path(measure).get(i).asDouble()).isEqualTo(row.path(measure).asDouble());
      }
      // The command asks for (1 - 0.95) / 2, which is 0.025 but for the last digits.
      assertThat(series.path("quantiles").path("0.025").get(i).asDouble())
          .isCloseTo(row.path("lower").asDouble(), withinPercentage(1e-6));
      assertThat(series.path("quantiles").path("0.975").get(i).asDouble())
          .isCloseTo(row.path("upper").asDouble(), withinPercentage(1e-6));
    }
  }

  @Test
  void answersWithCsv() {
    HttpResponse<String> response =
        send(
            request(forecastPath("{job=\"node\"}", "&horizon=2h&levels=.1,.9"))
                .header("Accept", "text/csv"));

    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(response.body().lines())
        .hasSize(1 + 2 * TrainedArchive.SERIES)
        .first()
        .isEqualTo("series,time,mean,median,q0.1,q0.9");
  }

  /** DuckDB is none of ours, and reads what others read. */
  @Test
  void answersWithParquet() throws Exception {
    JsonNode series = forecast(ONE, "&horizon=6h").path("series").get(0);
    HttpRequest request =
        request(forecastPath(ONE, "&horizon=6h"))
            .header("Accept", "application/vnd.apache.parquet")
            .build();
    Path file = scratch.resolve("forecast.parquet");

    HttpResponse<Path> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofFile(file));

    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/vnd.apache.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, epoch(ts)::BIGINT, mean, median, \"q0.025\", \"q0.975\" FROM '"
                    + file
                    + "' ORDER BY ts")) {
      for (int i = 0; i < 6; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(ONE);
        assertThat(rows.getLong(2)).isEqualTo(series.path("times").get(i).asLong());
        assertThat(rows.getDouble(3)).isEqualTo(series.path("mean").get(i).asDouble());
        assertThat(rows.getDouble(4)).isEqualTo(series.path("median").get(i).asDouble());
        JsonNode quantiles = series.path("quantiles");
        assertThat(rows.getDouble(5)).isEqualTo(quantiles.path("0.025").get(i).asDouble());
        assertThat(rows.getDouble(6)).isEqualTo(quantiles.path("0.975").get(i).asDouble());
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void answersForTheTimesThatAreAskedFor() {
    JsonNode whole = forecast(ONE, "&horizon=12h").path("series").get(0);
    long first = whole.path("times").get(2).asLong();
    long last = whole.path("times").get(8).asLong();

    JsonNode part =
        forecast(ONE, "&from=%d&to=%d&step=3h".formatted(first, last)).path("series").get(0);

    assertThat(part.path("times"))
        .extracting(JsonNode::asLong)
        .containsExactly(first, first + 3 * 3600, last);
    assertThat(part.path("mean").get(1)).isEqualTo(whole.path("mean").get(5));
    assertThat(part.path("step_seconds").asDouble()).isEqualTo(3 * 3600.0);
  }

  @Test
  void showsWhatWasBefore() {
    JsonNode series = forecast(ONE, "&horizon=1h&history=6h").path("series").get(0);

    JsonNode history = series.path("history");
    assertThat(history.path("times")).hasSize(6);
    assertThat(history.path("times").get(5).asLong() + 3600)
        .isEqualTo(series.path("times").get(0).asLong());
    assertThat(history.path("values")).extracting(JsonNode::isNumber).contains(true);
  }

  @Test
  void listsTheSeriesThatItKnows() {
    JsonNode known = parse(get("/api/v1/series?limit=5").body());
    JsonNode one = parse(get("/api/v1/series?series=" + ONE).body());

    assertThat(known.path("series")).hasSize(5);
    assertThat(known.path("next").asText()).isNotEmpty();
    assertThat(one.path("series").get(0).path("labels").path("__name__").asText()).isEqualTo(ONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/forecast                                      | 400 | series is missing
          /api/v1/forecast?series=%7B                           | 400 | series:
          /api/v1/forecast?series=nothing                       | 404 | has no model of a series
          /api/v1/forecast?series=up&horizon=soon               | 400 | horizon:
          /api/v1/forecast?series=up&horizon=1h&to=1            | 400 | give one of them
          /api/v1/forecast?series=up&levels=1                   | 400 | levels: expected numbers between 0 and 1
          /api/v1/forecast?series=up&levels=                    | 400 | levels:
          /api/v1/forecast?series=up&from=yesterday             | 400 | from: expected seconds since 1970
          /api/v1/forecast?series=up&format=xml                 | 406 | expected json or csv or parquet
          /api/v1/forecast?series=up&version=9                  | 404 | there is no version 9 of metrics
          /api/v1/forecast?series=up&model=Metrics              | 400 | model:
          /api/v1/forecast?series=up&model=none                 | 404 | has no champion
          /api/v1/forecast?series=cpu_utilisation_percent&horizon=1000w | 400 | too many
          /api/v1/forecast?series=cpu_utilisation_percent&step=7m | 400 | give a multiple of that
          /api/v1/forecast?series=%7Bjob%3D~%22.*%22%7D&horizon=800d | 400 | numbers, 1000000 at most
          """)
  void saysWhatIsWrongWithAQuestion(String path, int status, String detail) {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(parse(response.body()).path("detail").asText()).contains(detail);
  }

  /** Each answer is, to the last digit, what the version that it names says. */
  @Test
  void answersByOneVersionWhileAnotherIsPromoted() throws Exception {
    Map<Integer, JsonNode> expected = new ConcurrentHashMap<>();
    for (int version : List.of(1, 2)) {
      expected.put(version, forecast("{job=\"node\"}", "&version=" + version));
    }
    assertThat(expected.get(1).path("series")).isNotEqualTo(expected.get(2).path("series"));
    Map<Integer, Integer> counts = new ConcurrentHashMap<>();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    List<Future<?>> asking = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asking.add(
          clients.submit(
              () -> {
                while (!enough.get()) {
                  JsonNode answer = forecast("{job=\"node\"}", "");
                  int version = answer.path("version").asInt();
                  assertThat(answer).isEqualTo(expected.get(version));
                  counts.merge(version, 1, Integer::sum);
                }
              }));
    }
    try {
      for (int version : List.of(1, 2, 1, 2)) {
        assertThat(promote(version).statusCode()).isEqualTo(200);
        Await.until(
            "version " + version + " answers",
            PATIENCE,
            () -> forecast(ONE, "").path("version").asInt() == version);
      }
    } finally {
      enough.set(true);
      clients.shutdown();
    }
    for (Future<?> one : asking) {
      one.get();
    }
    assertThat(counts.keySet()).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void isMeasuredByTheBench() {
    CommandRun run =
        CommandRun.of(
            Map.of("ALMANAC_TOKEN", secret),
            "",
            "bench",
            "serve",
            "--url",
            url,
            "--for",
            "1s",
            "--clients",
            "2",
            "--promote",
            "2",
            "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("requests").asInt()).isPositive();
    assertThat(run.json().path("p99.0_ms").asDouble()).isPositive();
    assertThat(CommandRun.of("bench", "serve", "--url", url).exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void losesNothingWhenItIsKilled() {
    assertThat(promote(2).statusCode()).isEqualTo(200);
    String before = get("/api/v1/models/metrics/aliases/champion").body();

    assertThat(server.kill()).as(server.said()).isTrue();
    start();

    assertThat(get("/api/v1/models/metrics/aliases/champion").body()).isEqualTo(before);
    assertThat(forecast(ONE, "").path("version").asInt()).isEqualTo(2);
  }

  @Test
  void showsBackupsAsTheCommandDoes() {
    CommandRun ls = CommandRun.of("ls", "--json", "--archive", root.toString());
    CommandRun inspect = CommandRun.of("inspect", "--json", "--archive", root.toString());

    JsonNode backups = parse(get("/api/v1/backups").body()).path("backups");

    assertThat(backups.get(0).path("drill").isNull()).isTrue();
    backups.forEach(backup -> ((ObjectNode) backup).remove("drill"));
    assertThat(backups).isEqualTo(ls.json());
    String id = backups.get(0).path("id").asText();
    for (String name : List.of(id, "latest")) {
      JsonNode one = parse(get("/api/v1/backups/" + name).body());
      assertThat(((ObjectNode) one).remove("drill").isNull()).isTrue();
      assertThat(one).isEqualTo(inspect.json());
    }
    assertThat(get("/api/v1/backups/20200101T000000Z-00000000").statusCode()).isEqualTo(404);
  }
}
