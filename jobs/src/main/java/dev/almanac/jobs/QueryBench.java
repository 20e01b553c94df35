package dev.almanac.jobs;

import dev.almanac.archive.RollupStep;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.QueryTiming;
import dev.almanac.rollup.DayRollup;
import dev.almanac.rollup.Rollups;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The same questions, asked of a Prometheus, of an archive, and of one plain Parquet file. */
final class QueryBench {

  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

  private static final String PROMETHEUS = "Prometheus";
  private static final String ARCHIVE = "archive, SQL";
  private static final String ROLLUPS = "rollups, SQL";
  private static final String HERE = ", remote read";
  private static final String BUCKET = " on S3, remote read";
  private static final String PLAIN = "plain Parquet, SQL";

  private static final String HOURLY = "hourly average";
  private static final String SERIES = "one series";
  private static final String VALUES = "label values";
  private static final String TOP = "top ten by rate";
  private static final String GREATEST = "greatest by the hour";
  private static final List<String> QUESTIONS = List.of(HOURLY, SERIES, VALUES, TOP, GREATEST);
  private static final String LABEL = "instance";

  private final Path folder;
  private final Path prometheus;
  private final QueryTiming.Effort effort;
  private final StatusLine status;
  private final List<QueryTiming> timings = new ArrayList<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private long samples;

  QueryBench(Path folder, Path prometheus, QueryTiming.Effort effort, StatusLine status) {
    this.folder = folder;
    this.prometheus = prometheus;
    this.effort = effort;
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

  /**
   * Generates, archives, starts and asks.
   *
   * @param withPlain whether plain Parquet is written and asked
   * @param bucket where a copy of the archive goes that is asked too
   */
  List<QueryTiming> measure(
      int series, int days, Duration interval, boolean withPlain, Optional<String> bucket)
      throws Exception {
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
    TimeRange time = backup.totals().timeRange();
    bytes.put("blocks", size(snapshot));
    bytes.put("archive", size(archive));
    rollUp(archive);
    bytes.put("rollups by the hour", size(archive) - bytes.get("archive"));
    try (HistoryDatabase history = HistoryDatabase.open(ArchiveFiles.in(archive));
        ScratchPrometheus server = ScratchPrometheus.start(prometheus, snapshot, folder)) {
      HttpQuestions http = new HttpQuestions(server.endpoint(), time);
      List<String> metrics = http.metrics();
      String metric = metrics.get(metrics.size() / 2);
      Labels one = http.seriesOf(metric);
      askPrometheus(http, server, metrics, metric, one);
      askArchive(history, new SqlQuestions(time), metric, one);
      askGateways(archive.toString(), HERE, metric, one, time);
      if (bucket.isPresent()) {
        copy(archive, bucket.get());
        askGateways(bucket.get(), BUCKET, metric, one, time);
      }
      if (withPlain) {
        askPlain(archive, new SqlQuestions(time), metric, one);
      }
    }
    timings.sort(Comparator.comparing(timing -> QUESTIONS.indexOf(timing.question())));
    return timings;
  }

  private void askPrometheus(
      HttpQuestions http, ScratchPrometheus server, List<String> metrics, String metric, Labels one)
      throws Exception {
    time(HOURLY, server, () -> http.hourlyAverage(metrics));
    time(SERIES, server, () -> http.series(one));
    time(VALUES, server, () -> http.labelValues(LABEL));
    time(TOP, server, () -> http.topByRate(metric));
    time(GREATEST, server, () -> http.hourlyGreatest(metric));
  }

  private void askArchive(HistoryDatabase history, SqlQuestions sql, String metric, Labels one)
      throws Exception {
    time(HOURLY, ROLLUPS, () -> ask(history, sql.hourlyAverageOfRollups()));
    time(HOURLY, ARCHIVE, () -> ask(history, sql.hourlyAverageOfSamples()));
    time(SERIES, ARCHIVE, () -> ask(history, sql.series(one)));
    time(VALUES, ARCHIVE, () -> ask(history, sql.labelValues(LABEL)));
    time(TOP, ROLLUPS, () -> ask(history, sql.topByRateOfRollups(metric)));
    time(TOP, ARCHIVE, () -> ask(history, sql.topByRate(metric)));
  }

  private void askGateways(String archive, String where, String metric, Labels one, TimeRange time)
      throws Exception {
    ask(SERIES, "archive" + where, archive, gateway -> gateway.series(one, time));
    ask(GREATEST, "archive" + where, archive, gateway -> gateway.metric(metric, time));
    ask(GREATEST, "rollups" + where, archive, gateway -> gateway.hours(metric, time));
  }

  /** A gateway that knows nothing yet, and once more when it does. */
  private void ask(
      String what, String system, String archive, ToLongFunction<GatewayQuestions> question)
      throws Exception {
    status.show(what + ": " + system);
    try (GatewayQuestions gateway = new GatewayQuestions(BlobStores.open(archive), folder)) {
      QueryTiming.Question asked = () -> question.applyAsLong(gateway);
      timings.add(
          QueryTiming.ofStore(
              what, system + ", first", gateway.store(), QueryTiming.Effort.ONCE, asked));
      timings.add(QueryTiming.ofStore(what, system, gateway.store(), effort, asked));
    }
  }

  private void askPlain(Path archive, SqlQuestions sql, String metric, Labels one)
      throws Exception {
    status.show("writing plain Parquet");
    Path file = folder.resolve("plain.parquet");
    try (PlainParquet plain = PlainParquet.write(ArchiveFiles.in(archive), file)) {
      bytes.put("plain Parquet", Files.size(file));
      time(HOURLY, PLAIN, () -> plain.ask(sql.hourlyAverageOfPlain()));
      time(SERIES, PLAIN, () -> plain.ask(sql.seriesOfPlain(one)));
      time(VALUES, PLAIN, () -> plain.ask(sql.labelValuesOfPlain(LABEL)));
      time(TOP, PLAIN, () -> plain.ask(sql.topByRate(metric)));
    }
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

  private void rollUp(Path archive) throws Exception {
    status.show("rolling up");
    Path work = Files.createDirectory(folder.resolve("rollups"));
    try (BlobStore store = BlobStores.open(archive.toString())) {
      new RollupRun(Runtime.getRuntime().availableProcessors(), work, status)
          .each(
              new Rollups(store).plan(EnumSet.of(RollupStep.HOUR), LocalDate.MIN).build(),
              (day, place, read) -> new DayRollup(store, day, read).publish(place));
    }
  }

  /** Copies an archive to a place where nothing is yet. */
  private void copy(Path archive, String root) throws IOException {
    status.show("copying to " + root);
    try (BlobStore source = BlobStores.open(archive.toString());
        BlobStore target = BlobStores.open(root)) {
      List<BlobInfo> there = target.list("");
      if (!there.isEmpty()) {
        throw new IOException(
            root + " holds " + there.get(0).key() + "; --s3 takes a place where nothing is yet");
      }
      for (BlobInfo blob : source.list("")) {
        target.publish(target.prepare(blob.key(), archive.resolve(blob.key())));
      }
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void time(String what, ScratchPrometheus server, QueryTiming.Question question)
      throws Exception {
    status.show(what + ": " + PROMETHEUS);
    timings.add(QueryTiming.of(what, PROMETHEUS, server.process(), effort, question));
  }

  private void time(String what, String system, QueryTiming.Question question) throws Exception {
    status.show(what + ": " + system);
    timings.add(QueryTiming.here(what, system, effort, question));
  }

  private static long ask(HistoryDatabase history, String sql) throws Exception {
    CountedRows rows = new CountedRows();
    history.answer(sql, rows);
    return rows.count();
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
