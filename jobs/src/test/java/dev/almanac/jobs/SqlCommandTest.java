package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlCommandTest {

  @TempDir private Path root;

  private CommandRun sql(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "sql";
    args[1] = "--archive";
    args[2] = root.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return CommandRun.of(args);
  }

  private void fill() throws Exception {
    new ArchiveFixture(root).fill();
  }

  @Test
  void answersWithATable() throws Exception {
    fill();

    CommandRun run =
        sql("SELECT name, ts, value FROM samples WHERE day = '2026-11-22' ORDER BY ALL");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            name         ts                       value
            temperature  2026-11-22T10:00:00.123  21.37
            temperature  2026-11-22T10:00:01.123   -0.3
            up           2026-11-22T23:59:58          1
            up           2026-11-22T23:59:59.5        0
            """);
  }

  @Test
  void givesEverySampleTheLabelsOfItsSeriesOnce() throws Exception {
    fill();

    CommandRun run =
        sql("--json", "SELECT name, labels, count(*) AS n FROM history GROUP BY ALL ORDER BY name");

    assertThat(run.out())
        .isEqualTo(
            """
            [
            {"name":"odd","labels":{},"n":4},
            {"name":"temperature","labels":{"room":"a \\"b\\""},"n":2},
            {"name":"up","labels":{"instance":"a:9100","job":"node"},"n":3}
            ]
            """);
  }

  @Test
  void keepsJsonWholeWhateverTheValues() throws Exception {
    fill();

    JsonNode rows =
        sql("--json", "SELECT value FROM samples WHERE name = 'odd' ORDER BY ts").json();

    assertThat(rows.toString())
        .isEqualTo(
            "[{\"value\":\"NaN\"},{\"value\":\"+Inf\"},{\"value\":\"-Inf\"},{\"value\":-0.0}]");
  }

  @Test
  void tellsAStaleMarkerFromAnotherNan() throws Exception {
    fill();

    CommandRun run = sql("--csv", "SELECT name FROM samples WHERE is_stale(value)");

    assertThat(run.out()).isEqualTo("name\r\nup\r\n");
  }

  @Test
  void writesCsvThatAnyProgramReads() {
    CommandRun run = sql("--csv", "SELECT 'a,\"b\"' AS \"x,y\", NULL AS n, '' AS e, 1.50 AS d");

    assertThat(run.out()).isEqualTo("\"x,y\",n,e,d\r\n\"a,\"\"b\"\"\",,\"\",1.50\r\n");
  }

  @Test
  void showsValuesOfEveryKind() {
    CommandRun run =
        sql(
            "--json",
            """
            SELECT 9223372036854775807 AS i, 1e300 AS big, 0.1::FLOAT AS f, true AS b, NULL AS n,
              [1.5, 'nan'::DOUBLE] AS l, {'a': TIMESTAMP '2026-03-29 02:30:00'} AS s,
              TIMESTAMPTZ '2026-01-01 00:00:00+01' AS z, DATE '2026-01-01' AS d, 'ab'::BLOB AS x,
              INTERVAL 1 DAY AS v, 1 AS same, 2 AS same
            """);

    assertThat(run.out())
        .isEqualTo(
            "[\n{\"i\":9223372036854775807,\"big\":1.0E300,\"f\":0.10000000149011612,\"b\":true,"
                + "\"n\":null,\"l\":[1.5,\"NaN\"],\"s\":{\"a\":\"2026-03-29T02:30:00\"},"
                + "\"z\":\"2025-12-31T23:00:00Z\",\"d\":\"2026-01-01\",\"x\":\"6162\","
                + "\"v\":\"1 day\",\"same\":1,\"same_1\":2}\n]\n");
  }

  @Test
  void answersNothingWithAnEmptyArrayAndDone() {
    CommandRun run = sql("--json", "SELECT 1 WHERE false");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("[]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"samples", "series", "histograms", "history", "latest", "backups", "raw_samples"})
  void hasItsViewsWhereNothingIsArchivedYet(String view) {
    CommandRun run = sql("--csv", "SELECT count(*) AS n FROM " + view);

    assertThat(run.out()).isEqualTo("n\r\n0\r\n");
    assertThat(run.err()).isEqualTo("almanac: the archive " + root + " holds nothing yet\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples", "series", "history", "latest", "raw_samples"})
  void namesAndTypesTheColumnsOfAnEmptyArchiveAsThoseOfAFullOne(String view) throws Exception {
    String describe = "SELECT column_name, column_type FROM (DESCRIBE " + view + ")";
    String empty = sql("--csv", describe).out();

    fill();

    assertThat(sql("--csv", describe).out()).isEqualTo(empty);
  }

  @Test
  void readsOnlyWhatLiesInTheLiveFolders() throws Exception {
    fill();
    Path live = root.resolve("samples/day=2026-11-22/b-0.parquet");
    Files.createDirectories(root.resolve("superseded"));
    Files.copy(live, root.resolve("superseded/b-0.parquet"));
    Files.copy(live, live.resolveSibling(".b-1.parquet"));
    Files.copy(live, live.resolveSibling("b-1.parquet.tmp"));

    assertThat(sql("--csv", "SELECT count(*) AS n FROM samples").out()).isEqualTo("n\r\n9\r\n");
  }

  @Test
  void takesAnyFolderName() throws Exception {
    Path odd = root.resolve("a[b]*c?d'e {f}");
    new ArchiveFixture(odd).fill();

    CommandRun run =
        CommandRun.of(
            "sql", "--csv", "--archive", odd.toString(), "SELECT count(*) AS n FROM history");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("n\r\n9\r\n");
  }

  @Test
  void readsTheStatementFromStandardInput() {
    CommandRun run =
        CommandRun.of(
            Map.of(), "SELECT 1\n AS a", "sql", "--csv", "--archive", root.toString(), "-");

    assertThat(run.out()).isEqualTo("a\r\n1\r\n");
  }

  @Test
  void takesTheArchiveFromTheEnvironment() throws Exception {
    fill();

    CommandRun run =
        CommandRun.of(
            Map.of("ALMANAC_ARCHIVE", root.toString()),
            "",
            "sql",
            "--csv",
            "SELECT count(*) AS n FROM samples");

    assertThat(run.out()).isEqualTo("n\r\n9\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP VIEW samples",
        "COPY samples TO 'x.parquet'",
        "EXPLAIN ANALYZE COPY samples TO 'x.parquet'",
        "SET threads = 1",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "PRAGMA version",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW samples",
        ";"
      })
  void refusesWhatIsNotOneQuestion(String statement) {
    CommandRun run = sql(statement);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("almanac: ").contains("See 'almanac sql --help'");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN SELECT 1",
        "explain analyze\nSELECT 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "FROM samples",
        "VALUES (1)",
        "PIVOT samples ON name IN ('up') USING count(*) GROUP BY day",
        "DESCRIBE samples",
        "SUMMARIZE series",
        "SHOW TABLES",
        "SELECT 1;"
      })
  void takesAQuestionInAnyForm(String statement) throws Exception {
    fill();

    CommandRun run = sql(statement);

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void saysWhatAPivotLacks() {
    CommandRun run = sql("PIVOT samples ON name USING count(*) GROUP BY day");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("PIVOT has to be told the values to make columns of");
  }

  @ParameterizedTest
  @CsvSource({
    "'rate(''up'', ''2026-11-22'', ''2026-11-23'', step := INTERVAL 0 MINUTE)', found 00:00:00",
    "'rate(''up'', ''2026-11-22'', ''2026-11-23'', span := INTERVAL (-5) MINUTE)', found -00:05:00",
    "'resample(''up'', ''2026-11-22'', ''2026-11-23'', step := INTERVAL 10 MICROSECOND)', found"
        + " 00:0",
    "'increase(''up'', ''2026-11-23'', ''2026-11-22'')', found 2026-11-23 until 2026-11-22",
    "'resample(''up'', ''2026-11-23'', NULL)', found 2026-11-23 until NULL",
    "'align(''up'', ''up'', ''2026-11-23'', ''2026-11-22'')', found 2026-11-23 until 2026-11-22"
  })
  void refusesStepsThatLeadNowhere(String table, String found) throws Exception {
    fill();

    CommandRun run = sql("FROM " + table);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("almanac: Invalid Input Error: expected ").contains(found);
  }

  @Test
  void readsNoFileButTheArchives() throws Exception {
    Path secret = Files.writeString(root.resolve("secret.txt"), "secret");

    CommandRun run = sql("SELECT * FROM read_text('" + secret + "')");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("almanac: Permission Error: Cannot access file");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void showsWhereAStatementIsWrong() {
    CommandRun run = sql("SELECT nam FROM samples");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("almanac: Binder Error: Referenced column \"nam\" not found")
        .contains("LINE 1: SELECT nam FROM samples")
        .doesNotContain("\tat ");
  }

  @Test
  void showsWhereASyntaxErrorIs() {
    CommandRun run = sql("SELEC 1");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("Parser Error: syntax error at or near \"SELEC\"");
  }

  @Test
  void namesTheFileThatIsNoParquet() throws Exception {
    Path file = root.resolve("samples/day=2026-11-22/b-0.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not Parquet, but long enough to hold a footer");

    CommandRun run = sql("SELECT count(*) FROM samples");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(file.toString());
  }

  @Test
  void failsWhereThereIsNoSuchFolder() {
    CommandRun run = CommandRun.of("sql", "--archive", root.resolve("typo").toString(), "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo("almanac: no such file or folder: " + root.resolve("typo") + "\n");
  }

  @Test
  void hintsAtMissingQuotes() {
    CommandRun run = sql("SELECT", "1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: one word too many: 1; are quotes missing?\n");
  }

  @Test
  void showsTheLastSampleOfEverySeries() throws Exception {
    fill();

    assertThat(
            sql("--csv", "SELECT name, ts, is_stale(value) AS gone FROM latest ORDER BY name")
                .out())
        .isEqualTo(
            """
            name,ts,gone\r
            odd,2026-11-23T01:00:03,false\r
            temperature,2026-11-22T10:00:01.123,false\r
            up,2026-11-23T00:00:01,true\r
            """);
  }
}
