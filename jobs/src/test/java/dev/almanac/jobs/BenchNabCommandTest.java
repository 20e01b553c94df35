package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchNabCommandTest {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int ROWS = 1200;
  private static final int SPIKE = 900;

  @TempDir private Path folder;

  @Test
  void addsAScoreToEachRowAndTellsASpike() throws IOException {
    write("some/spike.csv", rows(ROWS));

    CommandRun run = score();

    assertThat(run.err()).doesNotContain("almanac:");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    List<String> lines = Files.readAllLines(folder.resolve("out/some/spike.csv"));
    assertThat(lines).hasSize(ROWS + 1).element(0).isEqualTo("timestamp,value,anomaly_score");
    assertThat(lines.get(SPIKE + 1)).startsWith(rows(ROWS).get(SPIKE) + ",");
    assertThat(score(lines.get(SPIKE + 1))).isGreaterThan(1);
  }

  @Test
  void scoresARowByNothingThatComesAfterIt() throws IOException {
    write("some/whole.csv", rows(ROWS));
    write("some/cut.csv", rows(SPIKE + 1));
    write("some/shorter.csv", rows(SPIKE / 2));

    score();

    List<String> whole = Files.readAllLines(folder.resolve("out/some/whole.csv"));
    assertThat(whole)
        .startsWith(Files.readAllLines(folder.resolve("out/some/cut.csv")).toArray(String[]::new));
    assertThat(whole)
        .startsWith(
            Files.readAllLines(folder.resolve("out/some/shorter.csv")).toArray(String[]::new));
  }

  @Test
  void maybeRunTwiceWithTheSameResult() throws IOException {
    write("some/spike.csv", rows(ROWS));
    score();
    String first = Files.readString(folder.resolve("out/some/spike.csv"));

    score();

    assertThat(Files.readString(folder.resolve("out/some/spike.csv"))).isEqualTo(first);
  }

  @Test
  void namesTheLineThatIsNoRow() throws IOException {
    write("some/broken.csv", List.of("2014-04-01 00:00:00,1", "2014-04-01 00:05:00,many"));

    CommandRun run = score();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains(
            "broken.csv:3: expected 'YYYY-MM-DD HH:MM:SS,NUMBER',"
                + " found '2014-04-01 00:05:00,many'");
    assertThat(folder.resolve("out/some/broken.csv")).doesNotExist();
  }

  @Test
  void refusesAFolderWithoutSeries() {
    CommandRun run = score();

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("has no files GROUP/FILE.csv");
  }

  @Test
  void refusesToWriteOverItsData() throws IOException {
    write("some/spike.csv", rows(10));

    CommandRun run =
        CommandRun.of("bench", "nab", "--data", data().toString(), "--out", data().toString());

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(Files.readAllLines(data().resolve("some/spike.csv"))).hasSize(11);
  }

  private CommandRun score() {
    try {
      Files.createDirectories(data());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    String out = folder.resolve("out").toString();
    return CommandRun.of("bench", "nab", "--data", data().toString(), "--out", out);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void write(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("timestamp,value"));
    lines.addAll(rows);
    Files.createDirectories(data().resolve(name).getParent());
    Files.write(data().resolve(name), lines);
  }

  private static List<String> rows(int count) {
    SplittableRandom random = new SplittableRandom(1);
    LocalDateTime time = LocalDateTime.of(2014, 4, 1, 0, 0);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double value = i == SPIKE ? 99 : 20 + random.nextDouble();
      rows.add(time.plusMinutes(5L * i).format(TIME) + "," + value);
    }
    return rows;
  }

  private static double score(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }
}
