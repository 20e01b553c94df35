package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastCommandTest {

  private static final String ONE = "cpu_utilisation_percent";

  @TempDir private static Path scratch;
  private static Path root;

  @TempDir private Path temp;

  @BeforeAll
  static void train() throws IOException {
    root = TrainedArchive.learned(scratch, 8);
  }

  private static CommandRun forecast(String... more) {
    List<String> words = new ArrayList<>(List.of("forecast", "--archive", root.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(new String[0]));
  }

  @Test
  void goesOnWhereTheArchiveEnds() {
    CommandRun run = forecast("--series", ONE, "--horizon", "6h", "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode steps = run.json();
    assertThat(steps).hasSize(6);
    String end = TrainedArchive.newest(root).totals().timeRange().until() + "";
    assertThat(java.time.Instant.parse(steps.get(0).path("time").asText()).toEpochMilli())
        .isEqualTo(Long.parseLong(end) / 3_600_000 * 3_600_000);
    assertThat(steps)
        .allSatisfy(
            step -> {
              assertThat(step.path("lower").asDouble())
                  .isLessThanOrEqualTo(step.path("median").asDouble());
              assertThat(step.path("upper").asDouble())
                  .isGreaterThanOrEqualTo(step.path("median").asDouble());
            });
  }

  @Test
  void makesBandsWiderForAHigherLevel() {
    JsonNode narrow = forecast("--series", ONE, "--level", "0.5", "--json").json().get(0);
    JsonNode wide = forecast("--series", ONE, "--level", "0.99", "--json").json().get(0);

    assertThat(wide.path("upper").asDouble() - wide.path("lower").asDouble())
        .isGreaterThan(narrow.path("upper").asDouble() - narrow.path("lower").asDouble());
  }

  @Test
  void answersWithCsvForEverySeries() {
    CommandRun run = forecast("--series", "{job=\"node\"}", "--horizon", "2h", "--csv");

    assertThat(run.out().lines())
        .hasSize(1 + 2 * TrainedArchive.SERIES)
        .first()
        .isEqualTo("series,time,mean,median,lower,upper");
  }

  @Test
  void drawsWithLetters() {
    CommandRun run = forecast("--series", ONE, "--plot");

    assertThat(run.out()).startsWith(ONE + "{").contains("·", "*", "░", "forecast from ");
    assertThat(run.out().lines()).hasSize(1 + 16 + 2);
  }

  @Test
  void drawsAPngWithoutAScreen() throws IOException {
    Path picture = temp.resolve("a.png");

    CommandRun run = forecast("--series", ONE, "--picture", picture.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    BufferedImage drawn = ImageIO.read(picture.toFile());
    assertThat(drawn.getWidth()).isGreaterThan(500);
  }

  @Test
  void drawsAnSvg() throws IOException {
    Path picture = temp.resolve("a.svg");

    forecast("--series", ONE, "--picture", picture.toString());

    assertThat(Files.readString(picture)).contains("<svg", "</svg>");
  }

  @Test
  void saysNoWhereNoSuchSeriesWasLearned() {
    CommandRun run = forecast("--series", "nothing");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains("metrics has no model of a series {__name__=\"nothing\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up{          | --csv                  | --series:
          up           | --csv --json           | --csv, --plot and --json exclude each other
          up           | --level 1              | --level lies between 0 and 1
          up           | --horizon soon         | expected a length of time such as
          up           | --picture a.pdf        | --picture names a file that ends with .png or .svg
          {job="node"} | --picture a.png        | a picture shows one series, but
          """)
  void refusesWhatMakesNoSense(String series, String more, String message) {
    List<String> words = new ArrayList<>(List.of("--series", series));
    words.addAll(List.of(more.split(" ")));

    CommandRun run = forecast(words.toArray(new String[0]));

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }

  @Test
  void namesTheVersionsThereAre() {
    CommandRun run = forecast("--series", ONE, "--model-version", "7");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("there is no version 7 of metrics");
  }
}
