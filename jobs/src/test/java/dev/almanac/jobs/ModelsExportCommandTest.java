package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsExportCommandTest {

  private static final String ONE = "cpu_utilisation_percent";

  @TempDir private static Path scratch;
  private static Path root;

  @TempDir private Path temp;

  @BeforeAll
  static void train() throws IOException {
    root = TrainedArchive.learned(scratch, 8);
  }

  private static CommandRun export(Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "models", "export", "metrics", "--archive", root.toString(), "--out", out + ""));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(new String[0]));
  }

  private static long number(Path out, String question) throws SQLException {
    try (PlainDuckDb duckdb = new PlainDuckDb(out)) {
      return duckdb.number(question.replace("@", out + "/"));
    }
  }

  @Test
  void writesATableOfEachKindThatDuckDbReads() throws SQLException {
    Path out = temp.resolve("v1");

    CommandRun run = export(out, "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("version").asInt()).isEqualTo(1);
    for (JsonNode file : run.json().path("files")) {
      assertThat(number(out, "SELECT count(*) FROM '" + file.path("file").asText() + "'"))
          .as(file.path("file").asText())
          .isEqualTo(file.path("rows").asLong())
          .isPositive();
    }
    assertThat(number(out, "SELECT count(DISTINCT labels) FROM '@series.parquet'"))
        .isEqualTo(TrainedArchive.SERIES);
  }

  @Test
  void profilesHaveTheHoursOfTheirDayAndWeightsSumUpToOne() throws SQLException {
    Path out = temp.resolve("v1");
    export(out, "--series", ONE);

    assertThat(number(out, "SELECT count(DISTINCT series) FROM '@members.parquet'")).isEqualTo(1);
    assertThat(number(out, "SELECT round(1e6 * sum(weight))::BIGINT FROM '@members.parquet'"))
        .isEqualTo(1_000_000);
    assertThat(
            number(
                out,
                "SELECT count(DISTINCT hour) FROM '@profile.parquet' WHERE season_seconds = 86400"
                    + " AND hour = at_seconds / 3600 AND weekday IS NULL"))
        .isEqualTo(24);
  }

  @Test
  void namesAreThoseThatTheHistoryIsJoinedBy() throws SQLException {
    Path out = temp.resolve("v1");
    export(out);

    try (PlainDuckDb duckdb = new PlainDuckDb(root)) {
      assertThat(
              duckdb.number(
                  "SELECT count(DISTINCT s.labels) FROM %s AS s JOIN '%s/series.parquet' AS e USING"
                          .formatted(duckdb.files("series"), out)
                      + " (name, labels)"))
          .isEqualTo(TrainedArchive.SERIES);
    }
  }

  @Test
  void saysNoOfSeriesThatWereNotLearned() {
    Path out = temp.resolve("nothing");

    CommandRun run = export(out, "--series", "nothing");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains("metrics v1 knows no series {__name__=\"nothing\"}");
    assertThat(out).doesNotExist();
  }

  @Test
  void leavesWhatIsThereAlone() throws IOException {
    Path out = Files.createDirectory(temp.resolve("mine"));

    CommandRun run = export(out);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("already there: " + out);
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void refusesASelectorThatIsNone() {
    CommandRun run = export(temp.resolve("v1"), "--series", "up{");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--series: ");
  }
}
