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

class BacktestCommandTest {

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
  void triesTheSeriesThatAreAskedFor() {
    CommandRun run = backtest("--series", "cpu_utilisation_percent", "--origins", "2");

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
