package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestCommandTest {

  private static final String ONE = "cpu_utilisation_percent";

  @TempDir private static Path scratch;
  private static Path root;
  private static Path config;

  @BeforeAll
  static void archive() throws IOException {
    root = TrainedArchive.archive(scratch, 8);
    config = Files.writeString(scratch.resolve("training.yaml"), TrainedArchive.CONFIG);
  }

  private static CommandRun backtest(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("backtest", "--archive", root.toString(), "--config", config.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(new String[0]));
  }

  @Test
  void comparesForecastsOfThePastWithWhatCame() {
    CommandRun run = backtest("--origins", "3", "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode report = run.json();
    assertThat(report.path("fitted").asInt()).isEqualTo(TrainedArchive.SERIES);
    assertThat(report.path("relative_error_median").asDouble()).isBetween(0.0, 1.0);
    assertThat(report.path("groups").get(0).path("coverage").asDouble()).isBetween(0.8, 1.0);
  }

  @Test
  void answersWithEveryForecastStepBesideWhatCame() {
    CommandRun run = backtest("--series", ONE, "--origins", "2", "--csv");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<String[]> rows = run.out().lines().map(line -> line.split(",")).toList();
    // Two forecasters, two origins, twelve hours each.
    assertThat(rows).hasSize(1 + 2 * 2 * 12);
    assertThat(rows.get(0))
        .containsExactly(
            "series",
            "forecaster",
            "origin",
            "time",
            "ahead_seconds",
            "actual",
            "median",
            "lower",
            "upper");
  }

  @Test
  void makesBandsOfCsvWiderForAHigherLevel() {
    assertThat(width("0.99")).isGreaterThan(width("0.5"));
  }

  private static double width(String level) {
    String line =
        backtest("--series", ONE, "--origins", "1", "--csv", "--level", level)
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    List<String> fields = List.of(line.split(","));
    int last = fields.size() - 1;
    return Double.parseDouble(fields.get(last)) - Double.parseDouble(fields.get(last - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "--csv --json, --csv and --json exclude each other",
    "--level 0,    --level lies between 0 and 1"
  })
  void refusesWhatMakesNoSense(String options, String message) {
    CommandRun run = backtest(options.split(" "));

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void triesTheSeriesThatAreAskedFor() {
    CommandRun run = backtest("--series", ONE, "--origins", "2");

    assertThat(run.out()).startsWith("1 series forecast from up to 2 origins each");
  }

  @Test
  void saysNoWhereNoSeriesCanBeForecast() {
    assertThat(backtest("--series", "nothing").exit()).isEqualTo(ExitCode.NO);
  }

  @Test
  void refusesASelectorThatIsNone() {
    CommandRun run = backtest("--series", "up{");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--series: ");
  }
}
