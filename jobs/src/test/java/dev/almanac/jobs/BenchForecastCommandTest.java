package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.jobs.bench.SeriesKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchForecastCommandTest {

  @TempDir private Path folder;

  private static CommandRun bench(String options) {
    return CommandRun.of(Stream.of(("bench " + options).split(" +")).toArray(String[]::new));
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  /** A row of a saw of period 4 on a level, from one value of it to another. */
  private static String saw(String name, int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(t -> "\"" + (100 + t % 4 * 10 + t * 7 % 5) + "\"")
        .collect(Collectors.joining(",", "\"" + name + "\",", ""));
  }

  @Test
  void measuresTheLastStepsOfEachRowWhereNoTestIsGiven() throws IOException {
    Path train =
        file(
            "train.csv",
            "\"V1\",\"V2\"",
            saw("H1", 0, 100),
            saw("H2", 7, 90) + ",NA,,",
            saw("H3", 0, 3));

    CommandRun run = bench("forecast --horizon 4 --seasons 4 --json --train " + train);

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    JsonNode answer = run.json();
    assertThat(answer.path("series").asInt()).isEqualTo(2);
    assertThat(answer.path("skipped").asInt()).isEqualTo(1);
    assertThat(answer.path("owa").asDouble()).isPositive().isLessThan(1);
    for (String measure : List.of("smape", "mase", "msis", "pinball")) {
      assertThat(answer.path(measure).asDouble()).as(measure).isPositive();
    }
    assertThat(answer.path("coverage").path("95").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void measuresAgainstATestFileAsAgainstTheSameStepsHeldOut() throws IOException {
    Path whole = file("whole.csv", "id", saw("H1", 0, 100));
    Path train = file("train.csv", "id", saw("H1", 0, 96));
    Path test = file("test.csv", "id", saw("H1", 96, 100));

    JsonNode heldOut = bench("forecast --horizon 4 --seasons 4 --json --train " + whole).json();
    JsonNode given =
        bench("forecast --horizon 4 --seasons 4 --json --train " + train + " --test " + test)
            .json();

    for (String measure : List.of("owa", "smape", "mase", "msis")) {
      assertThat(given.path(measure).asDouble()).isEqualTo(heldOut.path(measure).asDouble());
    }
  }

  @Test
  void holdsOutEarlierStepsWhenAskedTo() throws IOException {
    Path whole = file("whole.csv", "id", saw("H1", 0, 100));
    Path shorter = file("shorter.csv", "id", saw("H1", 0, 92));
    String options = "forecast --horizon 4 --seasons 4 --json --train ";

    assertThat(bench(options + whole + " --back 8").json().path("mase").asDouble())
        .isEqualTo(bench(options + shorter).json().path("mase").asDouble());
  }

  @Test
  void scoresTheSeasonalNaiveModelLikeItself() throws IOException {
    List<String> rows = new ArrayList<>(List.of("timestamp,value"));
    for (int t = 0; t < 400; t++) {
      rows.add(
          String.format(
              Locale.ROOT, "2026-01-%02d %02d:00:00,%d", 1 + t / 24, t % 24, t % 24 + t * 7 % 5));
    }
    Path history = file("history.csv", rows.toArray(String[]::new));

    JsonNode answer =
        bench(
                "forecast --model seasonal_naive --horizon 24 --seasons 24 --origins 3 --stride 24"
                    + " --json --history "
                    + history)
            .json();

    assertThat(answer.path("hold_outs").asInt()).isEqualTo(3);
    assertThat(answer.path("relative_error").asDouble()).isCloseTo(1, within(1e-9));
  }

  @Test
  void showsATableForPeople() throws IOException {
    Path train = file("train.csv", "id", saw("H1", 0, 100));

    CommandRun run = bench("forecast --horizon 4 --train " + train);

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .containsPattern("OWA +[0-9.]+\n")
        .containsPattern("within 95 % +[0-9.]+\n");
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    Path train = file("train.csv", "id", "H1,1,2,many");
    Path test = file("test.csv", "id", "H2,1");
    Path good = file("good.csv", "id", saw("H1", 0, 100));
    Path history = file("history.csv", "timestamp,value", "yesterday,5");

    assertThat(bench("forecast --horizon 2 --train " + train).err())
        .contains("train.csv:2: a number expected, found many");
    assertThat(bench("forecast --horizon 2 --train " + good + " --test " + test).err())
        .contains("test.csv: H1: 2 values expected, found no such series");
    assertThat(bench("forecast --horizon 2 --history " + history).err())
        .contains("history.csv:2: a time expected, found yesterday");
    assertThat(bench("forecast --horizon 200 --train " + good).exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void refusesOptionsThatMakeNoSense() throws IOException {
    Path good = file("good.csv", "id", saw("H1", 0, 100));

    assertThat(bench("forecast --horizon 2").err())
        .contains("either --train, --history or --generated");
    assertThat(bench("forecast --horizon 0 --train " + good).exit()).isEqualTo(ExitCode.USAGE);
    assertThat(bench("forecast --horizon 2 --seasons 24,24 --train " + good).err())
        .contains("season");
    assertThat(bench("forecast --horizon 2 --step soon --train " + good).err())
        .contains("expected a length such as 15s");
  }

  @Test
  void measuresHowManySeriesACoreLearns() {
    CommandRun run = bench("train --series 3 --points 400 --passes 1 --no-peer --json");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    JsonNode measured = run.json().path("measured");
    assertThat(measured).hasSize(4);
    for (JsonNode one : measured) {
      assertThat(one.path("series_per_second").asDouble()).isPositive();
    }
    assertThat(measured.get(0).path("points").asInt()).isEqualTo(400);
    assertThat(run.json().path("peer").isNull()).isTrue();
  }

  @Test
  void tellsHowWellBandsHoldForEachKindOfSeries() throws IOException {
    String few =
        IntStream.range(0, 100)
            .mapToObj(t -> String.valueOf(t % 4 + t * 7 % 5 / 4))
            .collect(Collectors.joining(",", "C,", ""));
    Path train = file("train.csv", "id", saw("H1", 0, 100), few);

    JsonNode kinds = bench("forecast --horizon 4 --seasons 4 --json --train " + train).json();

    JsonNode counts = kinds.path("kinds").path("counts");
    assertThat(counts.path("series").asInt()).isEqualTo(1);
    assertThat(counts.path("coverage").path("99").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void makesSeriesOfEveryKindWhichAreTheSameEachTime() {
    String options = "forecast --generated 2 --days 4 --step 1h --horizon 6 --json";

    JsonNode answer = bench(options).json();

    assertThat(answer.path("kinds").size()).isEqualTo(SeriesKind.values().length);
    for (SeriesKind kind : SeriesKind.values()) {
      assertThat(answer.path("kinds").path(kind.text()).path("hold_outs").asInt())
          .as(kind.text())
          .isPositive();
    }
    assertThat(bench(options).json().path("kinds")).isEqualTo(answer.path("kinds"));
    assertThat(bench(options + " --seed 2").json().path("msis")).isNotEqualTo(answer.path("msis"));
  }
}
