package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.BlockWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two weeks of series, in which something happened to three of them. */
class ReplayCommandTest {

  private static final long MINUTE = 60_000;
  private static final long DAY = 1440 * MINUTE;
  private static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();

  /** For ten minutes the queue is ten times what it was. */
  private static final long EARLY = START + 5 * DAY + 600 * MINUTE;

  /** And so is the load. */
  private static final long LATE = START + 11 * DAY + 600 * MINUTE;

  private static final long NOON = START + 12 * DAY + 720 * MINUTE;

  /** From here on the counter grows twenty times as fast. */
  private static final long FASTER = START + 12 * DAY;

  @TempDir private static Path scratch;
  private static String root;

  @TempDir private Path temp;

  @BeforeAll
  static void archive() throws IOException {
    Path snapshot = Files.createDirectories(scratch.resolve("snapshot"));
    for (int day = 0; day < 14; day++) {
      try (BlockWriter block =
          BlockWriter.create(snapshot, "01JB0EXAMP1E0F0A0B10CK%04d".formatted(day))) {
        write(block, day, "almanac_anomaly_score", time -> time % 7);
        write(block, day, "load", time -> peaking(1, LATE, time));
        write(block, day, "queue", time -> peaking(4, EARLY, time));
        write(block, day, "quiet", time -> 5 + noise(3, time));
        write(block, day, "requests_total", ReplayCommandTest::requests);
        write(block, day, "visits", ReplayCommandTest::visits);
        block.finish();
      }
    }
    root = scratch.resolve("archive").toString();
    CommandRun run = CommandRun.of("archive", "--from", snapshot.toString(), "--archive", root);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    train();
  }

  private static void train() throws IOException {
    Path config =
        Files.writeString(
            scratch.resolve("training.yaml"),
            """
            step: 15m
            horizon: 24h
            seasons: [1d]
            series:
              - match: visits
            """);
    CommandRun run = CommandRun.of("train", "--archive", root, "--config", config.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  private static void write(BlockWriter block, int day, String name, LongToDoubleFunction value) {
    block.startSeries(Labels.of("__name__", name, "job", "test"));
    for (int chunk = 0; chunk < 12; chunk++) {
      FloatRun run = new FloatRun(120);
      for (int i = 0; i < 120; i++) {
        long time = START + day * DAY + (chunk * 120 + i) * MINUTE;
        run.timestamps[i] = time;
        run.valueBits[i] = Double.doubleToRawLongBits(value.applyAsDouble(time));
      }
      run.setSize(120);
      run.setStartsChunk(true);
      block.writeChunk(run);
    }
  }

  /** Normal noise that depends on the time alone. */
  private static double noise(long seed, long time) {
    return new SplittableRandom(seed * 1_000_003 + time).nextGaussian();
  }

  private static double peaking(long seed, long peak, long time) {
    double usual = 20 + noise(seed, time);
    return time >= peak && time < peak + 10 * MINUTE ? 10 * usual : usual;
  }

  /** A day like the other, but for one quiet hour at noon. */
  private static double visits(long time) {
    double usual = 200 - 100 * Math.cos(2 * Math.PI * (time % DAY) / DAY) + noise(5, time);
    return time >= NOON && time < NOON + 60 * MINUTE ? usual - 30 : usual;
  }

  private static double requests(long time) {
    double steady = (time - START) / 1000.;
    double more = Math.max(0, time - FASTER) / 1000. * 19;
    return Math.round(steady + more + 5 * noise(2, time) + 100);
  }

  private static CommandRun replay(String... more) {
    return CommandRun.of(with(new String[] {"replay", "--archive", root}, more));
  }

  private static JsonNode alarms(String... more) {
    CommandRun run = replay(with(more, "--json"));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.json();
  }

  private static List<String> seriesOf(JsonNode alarms) {
    List<String> series = new ArrayList<>();
    alarms.forEach(alarm -> series.add(alarm.path("series").asText()));
    return series;
  }

  @Test
  void tellsWhatWouldHaveFiredInTheLastWeek() {
    JsonNode alarms = alarms("--false-alarms-per-day", "0.01");

    assertThat(seriesOf(alarms))
        .containsExactly("load{job=\"test\"}", "requests_total{job=\"test\"}");
    JsonNode load = alarms.get(0);
    assertThat(Instant.parse(load.path("from").asText()).toEpochMilli()).isEqualTo(LATE);
    assertThat(load.path("samples").asLong()).isEqualTo(10);
    assertThat(load.path("score").asDouble()).isGreaterThan(1);
    assertThat(load.path("value").asDouble()).isEqualTo(peaking(1, LATE, LATE));
    assertThat(load.path("expected").asDouble()).isBetween(19., 21.);
    JsonNode requests = alarms.get(1);
    assertThat(requests.path("value").asDouble()).as("a rate").isBetween(15., 25.);
    assertThat(requests.path("events").asText()).contains("level shift");
  }

  @Test
  void tellsOfTheTimeThatIsAskedForAndLearnsFromTheTimeBefore() {
    JsonNode alarms =
        alarms("--from", "2026-11-06", "--until", "2026-11-08", "--false-alarms-per-day", "0.01");

    assertThat(seriesOf(alarms)).containsExactly("queue{job=\"test\"}");
    assertThat(Instant.parse(alarms.get(0).path("from").asText()).toEpochMilli()).isEqualTo(EARLY);
  }

  @Test
  void saysTheSameWhateverTheNumberOfWorkers() {
    CommandRun one = replay("--csv", "--false-alarms-per-day", "5", "--parallelism", "1");
    CommandRun four = replay("--csv", "--false-alarms-per-day", "5", "--parallelism", "4");

    assertThat(one.out().lines().count()).isGreaterThan(10);
    assertThat(four.out()).isEqualTo(one.out());
  }

  @Test
  void followsTheRulesOfAFile() throws IOException {
    Path config =
        Files.writeString(
            temp.resolve("score.yaml"),
            """
            false_alarms_per_day: 0.01
            series:
              - match: '{__name__=~"load|queue"}'
                direction: below
              - match: '{__name__=~".*_total"}'
                skip: true
              - match: '{job="test"}'
            """);

    assertThat(alarms("--config", config.toString())).isEmpty();
  }

  @Test
  void expectsWhatAModelExpects() {
    String[] noon = {
      "--series", "visits", "--from", "2026-11-14T11:00", "--until", "2026-11-14T13:30"
    };

    JsonNode without = alarms(with(noon, "--model-version", "none"));
    JsonNode with = alarms(with(noon, "--model-version", "latest"));

    assertThat(seriesOf(without)).isEmpty();
    assertThat(seriesOf(with)).hasSizeGreaterThanOrEqualTo(1);
    assertThat(Instant.parse(with.get(0).path("from").asText()).toEpochMilli())
        .isBetween(NOON, NOON + 5 * MINUTE);
    assertThat(with.get(0).path("expected").asDouble()).isBetween(290., 310.);
  }

  @Test
  void expectsNothingByAModelThatWasNotInUseThen() {
    String[] week = {"--series", "visits", "--false-alarms-per-day", "10"};

    assertThat(alarms(week)).isEqualTo(alarms(with(week, "--model-version", "none"))).isNotEmpty();
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void showsPeopleTheWorstAndWhenTheyFired() {
    CommandRun run = replay("--false-alarms-per-day", "0.01", "--most", "1", "--plot");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains("2 alarms of 2 series would have fired; the settings allow 0.35")
        .contains("of history before were learned from")
        .contains("and 1 more")
        .containsPattern("[·]+[▁▂▃▄▅▆▇█][·]+ {2}load");
  }

  @Test
  void drawsASeries() throws IOException {
    Path picture = temp.resolve("load.png");

    CommandRun run = replay("--series", "load", "--picture", picture.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(1000);
  }

  @Test
  void answersNoWhereThereIsNoSuchSeries() {
    CommandRun run = replay("--series", "nothing");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains("no samples of a series nothing");
  }

  @Test
  void neverScoresWhatAlmanacWrote() {
    CommandRun run = replay("--series", "almanac_anomaly_score");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--series  | {              | --series:",
        "--picture | load.gif       | .png or .svg",
        "--picture | all.png        | a picture shows one series",
        "--from    | 2027-01-01     | nothing of the time that is asked for",
        "--false-alarms-per-day | 0 | above 0 and at most 1000",
        "--most    | -1             | --most is 0 or more",
      })
  void refusesWhatMakesNoSense(String option, String value, String message) {
    CommandRun run = replay(option, value);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }
}
