package dev.almanac.jobs;

import java.io.IOException;
import java.sql.SQLException;
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
      "  raw_samples the samples as stored",
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
      "  almanac sql - < question.sql",
      "",
      "For a session of many questions, DuckDB's own shell reads the same files:",
      "  FROM read_parquet('ROOT/samples/day=*/*.parquet', hive_partitioning = true)"
    })
final class SqlCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Option(names = "--csv", description = "Answer with CSV (RFC 4180).")
  private boolean csv;

  @Parameters(
      paramLabel = "STATEMENT",
      description = "The question, in quotes; '-' reads it from standard input.")
  private String statement;

  @Override
  ExitCode run(Console console) throws IOException, SQLException {
    if (csv && console.json()) {
      throw usage("--csv and --json exclude each other");
    }
    String question = statement.equals("-") ? console.readAll() : statement;
    if (question.isBlank()) {
      throw usage("the statement is empty");
    }
    ArchiveFiles files = new ArchiveCopies(this::environment).of(archive.root(), console);
    if (files.isEmpty()) {
      console.note("almanac: the archive " + archive.root() + " holds nothing yet");
    }
    try (HistoryDatabase history = HistoryDatabase.open(files)) {
      history.answer(question, format(console));
    } catch (ReadOnlyGuard.NotAQuestionException e) {
      throw usage(e.getMessage());
    }
    return ExitCode.DONE;
  }

  private RowFormat format(Console console) {
    if (csv) {
      return new CsvRows(console.out());
    }
    return console.json() ? new JsonRows(console.out()) : new TableRows(console.out());
  }
}
