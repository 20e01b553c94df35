package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac sql}: a question in SQL, answered from the archive. */
@Command(
    name = "sql",
    description = {"Answers a question in SQL from the archive, by DuckDB.", ""},
    footer = {
      "",
      "Views, with times in UTC:",
      "  history     name, labels, ts, value, day: samples with their label sets",
      "  samples     series_id, name, ts, value, chunk_start, start_ts, day",
      "  histograms  native histograms as stored",
      "  series      a row per series, day and backup: labels, first_ts, last_ts, samples, …",
      "  latest      name, labels, ts, value: the last sample of every series",
      "  backups     id, taken_at, samples, series, archive_bytes, …: a row per backup",
      "  raw_samples the samples as stored",
      "  hourly, five_minutes  name, labels, ts, count, avg, sum, min, max, first, last, increase,"
          + " …",
      "",
      "As PromQL shows a metric at each step from a time until another (name, labels, ts, value):",
      "  rate(metric, since, until, step := INTERVAL 1 MINUTE, span := INTERVAL 5 MINUTE)",
      "  increase(the same), resample(metric, since, until, step := …, lookback := …)",
      "  align(metric, other metric, since, until, step := …, lookback := …): both side by side",
      "",
      "'WHERE day = …' reads that day's files alone, 'WHERE name = …' little but that metric.",
      "Values are exact; is_stale(value) finds stale markers, which are NaN, as isnan(value) does.",
      "In JSON, what has no number is a string: \"NaN\", \"+Inf\", \"-Inf\".",
      "Only SELECT and EXPLAIN are taken, and nothing but the archive's files is read.",
      "From s3:// the files are first copied to $XDG_CACHE_HOME/almanac (~/.cache/almanac).",
      "",
      "Examples:",
      "  almanac sql \"SELECT name, count(*) FROM samples GROUP BY ALL ORDER BY 2 DESC LIMIT 5\"",
      "  almanac sql \"SELECT labels['instance'], max(value) FROM history WHERE name ="
          + " 'node_load1'",
      "    AND NOT isnan(value) GROUP BY ALL\"",
      "  almanac sql \"FROM rate('node_cpu_seconds_total', '2026-11-22', '2026-11-23')\"",
      "  almanac sql --format parquet --out november.parquet \"FROM history WHERE …\"",
      "  almanac sql - < question.sql",
      "",
      "For a session of many questions, DuckDB's own shell reads the same files:",
      "  FROM read_parquet('ROOT/samples/day=*/*.parquet', hive_partitioning = true)"
    })
final class SqlCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Option(names = "--csv", description = "Answer with CSV (RFC 4180): --format csv.")
  private boolean csv;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, csv, json or parquet, which needs --out. Default: table.")
  private SqlFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the answer to this file, which must not be there yet.")
  private Path out;

  @Parameters(
      paramLabel = "STATEMENT",
      description = "The question, in quotes; '-' reads it from standard input.")
  private String statement;

  @Override
  ExitCode run(Console console) throws IOException, SQLException {
    SqlFormat chosen = format(console);
    if (chosen == SqlFormat.PARQUET && out == null) {
      throw usage("--format parquet needs --out FILE");
    }
    String question = statement.equals("-") ? console.readAll() : statement;
    if (question.isBlank()) {
      throw usage("the statement is empty");
    }
    ArchiveFiles files = new ArchiveCopies(this::environment).of(archive.root(), console);
    if (files.isEmpty()) {
      console.note("almanac: the archive " + archive.root() + " holds nothing yet");
    }
    try {
      if (out == null) {
        answer(question, files, chosen.rows(console.out()));
      } else {
        new SqlOutput(out).write(draft -> answer(question, files, chosen, draft));
      }
    } catch (ReadOnlyGuard.NotAQuestionException e) {
      throw usage(e.getMessage());
    }
    return ExitCode.DONE;
  }

  private SqlFormat format(Console console) {
    List<SqlFormat> given = new ArrayList<>();
    if (format != null) {
      given.add(format);
    }
    if (csv) {
      given.add(SqlFormat.CSV);
    }
    if (console.json()) {
      given.add(SqlFormat.JSON);
    }
    if (given.stream().distinct().count() > 1) {
      throw usage("--csv, --json and --format exclude each other");
    }
    return given.isEmpty() ? SqlFormat.TABLE : given.get(0);
  }

  private void answer(String question, ArchiveFiles files, SqlFormat chosen, Path draft)
      throws IOException, SQLException {
    if (chosen != SqlFormat.PARQUET) {
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(draft))) {
        answer(question, files, chosen.rows(writer));
        if (writer.checkError()) {
          throw new IOException(out + " cannot be written: is the disk full?");
        }
      }
      return;
    }
    try (HistoryDatabase history =
        HistoryDatabase.open(files, backups(question), Optional.of(draft))) {
      history.writeParquet(question, draft);
    }
  }

  private void answer(String question, ArchiveFiles files, RowFormat rows)
      throws IOException, SQLException {
    try (HistoryDatabase history =
        HistoryDatabase.open(files, backups(question), Optional.empty())) {
      history.answer(question, rows);
    }
  }

  /** Manifests are read where the question may be about them: a year's take a while. */
  private List<Manifest> backups(String question) {
    if (!question.toLowerCase(Locale.ROOT).contains("backups")) {
      return List.of();
    }
    try (BlobStore store = BlobStores.open(archive.root())) {
      return new Catalog(store).backups();
    }
  }
}
