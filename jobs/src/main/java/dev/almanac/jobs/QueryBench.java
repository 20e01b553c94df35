package dev.almanac.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.QueryTiming;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The same questions, asked of a Prometheus, of an archive, and of one plain Parquet file. */
final class QueryBench {

  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String PROMETHEUS = "Prometheus";
  private static final String ARCHIVE = "archive, SQL";
  private static final String PLAIN = "plain Parquet, SQL";

  /** What the macros and questions need, over the plain file; its labels are its identity. */
  private static final List<String> PLAIN_VIEWS =
      List.of(
          "CREATE VIEW samples AS SELECT hash(labels)::HUGEINT AS series_id, name, ts, value,"
              + " ts::DATE AS day FROM plain",
          "CREATE VIEW series AS SELECT DISTINCT hash(labels)::HUGEINT AS series_id, name, labels"
              + " FROM plain",
          HistoryViews.IS_STALE);

  private final Path folder;
  private final Path prometheus;
  private final int passes;
  private final StatusLine status;
  private final List<QueryTiming> timings = new ArrayList<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private long samples;
  private TimeRange time;

  QueryBench(Path folder, Path prometheus, int passes, StatusLine status) {
    this.folder = folder;
    this.prometheus = prometheus;
    this.passes = passes;
    this.status = status;
  }

  /** How many samples were asked about. */
  long samples() {
    return samples;
  }

  /** How large each form of them is. */
  Map<String, Long> bytes() {
    return bytes;
  }

  List<QueryTiming> measure(int series, int days, Duration interval) throws Exception {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    long each = Duration.ofDays(days).toMillis() / interval.toMillis();
    status.show("generating samples");
    GeneratedSnapshot.write(
        snapshot,
        new SnapshotSpec(series * each, series, START, interval, Duration.ofDays(2), 1),
        more -> {});
    Path archive = folder.resolve("archive");
    Manifest backup = archive(snapshot, archive);
    samples = backup.totals().samples();
    time = backup.totals().timeRange();
    bytes.put("blocks", size(snapshot));
    bytes.put("archive", size(archive));
    try (HistoryDatabase history = HistoryDatabase.open(ArchiveFiles.in(archive));
        Connection plain = DriverManager.getConnection("jdbc:duckdb:");
        ScratchPrometheus server = ScratchPrometheus.start(prometheus, snapshot, folder)) {
      writePlain(archive, plain);
      new Asked(history, plain, server).askAll();
    }
    return timings;
  }

  private Manifest archive(Path snapshot, Path archive) throws Exception {
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                archive.toString(),
                new Manifest.Source("generated", "", List.of()),
                "almanac " + Version.number()));
    return ArchiveRun.of(plan, Engine.HERE, Runtime.getRuntime().availableProcessors(), status)
        .backup();
  }

  /** As somebody would who just wants the data as Parquet: a row per sample, labels as a map. */
  private void writePlain(Path archive, Connection plain) throws SQLException, IOException {
    status.show("writing plain Parquet");
    Path file = folder.resolve("plain.parquet");
    try (Statement statement = plain.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (String view : HistoryViews.over(ArchiveFiles.in(archive))) {
        statement.execute(view);
      }
      statement.execute(
          "COPY (SELECT name, labels, ts, value FROM history) TO "
              + HistoryViews.quoted(file)
              + " (FORMAT parquet)");
      statement.execute("DROP VIEW history");
      statement.execute("DROP VIEW latest");
      statement.execute("DROP VIEW samples");
      statement.execute("DROP VIEW series");
      statement.execute("DROP MACRO is_stale");
      statement.execute(
          "CREATE VIEW plain AS SELECT * FROM read_parquet(" + HistoryViews.quoted(file) + ")");
      for (String view : PLAIN_VIEWS) {
        statement.execute(view);
      }
      for (String macro : PromqlMacros.all()) {
        statement.execute(macro);
      }
    }
    bytes.put("plain Parquet", Files.size(file));
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** The three that are asked. */
  private final class Asked {

    private final HistoryDatabase history;
    private final Connection plain;
    private final ScratchPrometheus server;

    Asked(HistoryDatabase history, Connection plain, ScratchPrometheus server) {
      this.history = history;
      this.plain = plain;
      this.server = server;
    }

    void askAll() throws Exception {
      JsonNode names = get("/api/v1/label/__name__/values").path("data");
      List<String> metrics = new ArrayList<>();
      names.forEach(name -> metrics.add(name.asText()));
      hourlyAverage(metrics);
      oneSeries(metrics.get(0));
      labelValues();
      topByRate(metrics.get(0));
    }

    private void hourlyAverage(List<String> metrics) throws Exception {
      String what = "hourly average";
      time(
          what,
          () -> {
            long rows = 0;
            for (String metric : metrics) {
              rows += values(range("avg_over_time(" + metric + "[1h])"));
            }
            return rows;
          });
      String sql =
          "SELECT %s, epoch_ms(ts) // 3600000 AS hour, avg(value) FROM %s WHERE NOT isnan(value)"
              + " GROUP BY ALL";
      time(what, ARCHIVE, sql.formatted("series_id", "samples"));
      time(what, PLAIN, sql.formatted("labels", "plain"));
    }

    private void oneSeries(String metric) throws Exception {
      String what = "one series";
      JsonNode labels =
          get("/api/v1/series?match%5B%5D=" + encoded(metric) + everything()).at("/data/0");
      StringBuilder selector = new StringBuilder("{");
      StringBuilder map = new StringBuilder("MAP {");
      labels
          .properties()
          .forEach(
              label -> {
                selector.append("%s=\"%s\",".formatted(label.getKey(), label.getValue().asText()));
                map.append("'%s': '%s', ".formatted(label.getKey(), label.getValue().asText()));
              });
      String length = (time.until() - time.from()) / 1000 + 1 + "s";
      time(
          what,
          () ->
              values(
                  "/api/v1/query?query="
                      + encoded(selector + "}[" + length + "]")
                      + "&time="
                      + seconds(time.until())));
      String same = map.substring(0, map.length() - 2) + "}";
      time(
          what,
          ARCHIVE,
          ("SELECT ts, value FROM samples WHERE name = '%s' AND series_id ="
                  + " (SELECT any_value(series_id) FROM series WHERE name = '%s' AND labels = %s)")
              .formatted(metric, metric, same));
      time(
          what,
          PLAIN,
          "SELECT ts, value FROM plain WHERE name = '%s' AND labels = %s".formatted(metric, same));
    }

    private void labelValues() throws Exception {
      String what = "label values";
      time(what, () -> get("/api/v1/label/instance/values").path("data").size());
      time(what, ARCHIVE, "SELECT DISTINCT labels['instance'] FROM series");
      time(what, PLAIN, "SELECT DISTINCT labels['instance'] FROM plain");
    }

    private void topByRate(String metric) throws Exception {
      String what = "top ten by rate";
      time(what, () -> values(range("topk(10, rate(" + metric + "[1h]))")));
      String sql =
          ("FROM rate('%s', make_timestamp(%d * 1000), make_timestamp(%d * 1000),"
                  + " step := INTERVAL 1 HOUR, span := INTERVAL 1 HOUR)"
                  + " QUALIFY row_number() OVER (PARTITION BY ts ORDER BY value DESC) <= 10")
              .formatted(metric, time.from(), time.until());
      time(what, ARCHIVE, sql);
      time(what, PLAIN, sql);
    }

    private void time(String what, QueryTiming.Question question) throws Exception {
      status.show(what + ": " + PROMETHEUS);
      timings.add(QueryTiming.of(what, PROMETHEUS, server.process(), passes, question));
    }

    private void time(String what, String system, String sql) throws Exception {
      status.show(what + ": " + system);
      QueryTiming.Question question =
          system.equals(ARCHIVE) ? () -> askArchive(sql) : () -> askPlain(sql);
      timings.add(QueryTiming.of(what, system, ProcessHandle.current(), passes, question));
    }

    private long askArchive(String sql) throws SQLException {
      CountedRows rows = new CountedRows();
      history.answer(sql, rows);
      return rows.count();
    }

    private long askPlain(String sql) throws SQLException {
      try (Statement statement = plain.createStatement();
          ResultSet answer = statement.executeQuery(sql)) {
        long rows = 0;
        while (answer.next()) {
          rows++;
        }
        return rows;
      }
    }

    private String range(String query) {
      return "/api/v1/query_range?query="
          + encoded(query)
          + "&start="
          + seconds(time.from())
          + "&end="
          + seconds(time.until())
          + "&step=3600";
    }

    private String everything() {
      return "&start=" + seconds(time.from()) + "&end=" + seconds(time.until());
    }

    /** How many values an answer of the query API has. */
    private long values(String path) throws IOException, InterruptedException {
      long values = 0;
      for (JsonNode series : get(path).at("/data/result")) {
        values += series.path("values").size();
      }
      return values;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.endpoint().url() + path)).build();
      HttpResponse<InputStream> answer = HTTP.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        JsonNode json = JSON.readTree(body);
        if (answer.statusCode() != 200) {
          throw new UncheckedIOException(
              new IOException("Prometheus answered " + answer.statusCode() + ": " + json));
        }
        return json;
      }
    }
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Rows that are read and only counted. */
  private static final class CountedRows implements RowFormat {

    private long count;

    long count() {
      return count;
    }

    @Override
    public void begin(List<Column> columns) {}

    @Override
    public void row(List<Object> values) {
      count++;
    }

    @Override
    public void end() {}
  }
}
