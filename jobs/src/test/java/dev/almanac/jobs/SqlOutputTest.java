package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which form {@code almanac sql} answers, and where to. */
class SqlOutputTest {

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
  void refusesTwoFormatsAtOnce() {
    CommandRun run = sql("--csv", "--json", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errorJson().path("message").asText())
        .isEqualTo("--csv, --json and --format exclude each other");
  }

  @ParameterizedTest
  @CsvSource({
    "table, 'a  b\n1  x\n'",
    "csv,   'a,b\r\n1,x\r\n'",
    "JSON,  '[\n{\"a\":1,\"b\":\"x\"}\n]\n'"
  })
  void writesTheFormatThatIsAskedForWhereItIsAskedTo(String format, String text) throws Exception {
    Path out = root.resolve("answer");
    String question = "SELECT 1 AS a, 'x' AS b";
    String unescaped = text.translateEscapes();

    assertThat(sql("--format", format, question).out()).isEqualTo(unescaped);
    CommandRun run = sql("--format", format, "--out", out.toString(), question);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(out)).isEqualTo(unescaped);
  }

  @Test
  void writesParquetThatAnyProgramReads() throws Exception {
    fill();
    Path out = root.resolve("answer's.parquet");

    CommandRun run =
        sql("--format", "parquet", "--out", out.toString(), "FROM history ORDER BY ts; -- all");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FAILED);
    run = sql("--format", "parquet", "--out", out.toString(), "FROM history -- all of it");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (PlainDuckDb duckDb = new PlainDuckDb(root)) {
      String file = "'" + out.toString().replace("'", "''") + "'";
      assertThat(duckDb.number("SELECT count(*) FROM " + file)).isEqualTo(9);
      assertThat(
              duckDb.number(
                  "SELECT count(*) FROM "
                      + file
                      + " WHERE value::BIT::BIGINT = "
                      + ArchiveFixture.STALE))
          .isEqualTo(1);
    }
  }

  @Test
  void replacesNoFile() throws Exception {
    Path out = Files.writeString(root.resolve("answer"), "mine");

    CommandRun run = sql("--format", "csv", "--out", out.toString(), "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("already there: " + out);
    assertThat(Files.readString(out)).isEqualTo("mine");
  }

  @Test
  void namesTheFolderThatIsNotThere() {
    CommandRun run =
        sql("--format", "csv", "--out", root.resolve("gone/answer").toString(), "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .endsWith("almanac: no such file or folder: " + root.resolve("gone") + "\n");
  }

  @Test
  void leavesNothingBehindWhereAQuestionCannotBeAnswered() throws Exception {
    CommandRun run =
        sql("--format", "parquet", "--out", root.resolve("a").toString(), "SELECT error('no')");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void writesNothingForWhatIsNoQuestion() throws Exception {
    String statement = "SELECT 1) TO '%s'; --".formatted(root.resolve("b"));

    CommandRun run = sql("--format", "parquet", "--out", root.resolve("a").toString(), statement);

    assertThat(run.exit()).isNotEqualTo(ExitCode.DONE);
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void wantsAFileForParquet() {
    CommandRun run = sql("--format", "parquet", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--format parquet needs --out FILE");
  }

  @Test
  void showsThousandsOfRowsUnderOneHeading() {
    CommandRun run = sql("SELECT range AS i FROM range(2500)");

    assertThat(run.out().lines()).hasSize(2501).first().asString().contains("i");
  }

  @Test
  void showsAPlanAsItIsDrawn() {
    CommandRun run = sql("EXPLAIN SELECT range AS i FROM range(2500)");

    assertThat(run.out()).startsWith("┌─").contains("│           RANGE           │\n");
  }

  /** The answer has no end, and comes to one. */
  @Test
  void stopsWhereNobodyTakesTheRest() {
    CommandRun run =
        CommandRun.whoseAnswerIsLost(
            "sql", "--csv", "--archive", root.toString(), "FROM range(4000000000000000000)");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .endsWith("almanac: the answer could not be written: the output is closed or full\n");
  }
}
