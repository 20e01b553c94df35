package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb over an archive of two days, which were years ago. */
class RollupCommandTest {

  private static final long MIDNIGHT = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();

  @TempDir Path folder;

  @BeforeEach
  void archiveTwoDays() {
    archive(1, MIDNIGHT + DAY, MIDNIGHT + DAY + 10 * MINUTE);
    archive(2, MIDNIGHT + 2 * DAY, MIDNIGHT + 2 * DAY + 10 * MINUTE);
  }

  private Path root() {
    return folder.resolve("archive");
  }

  private void archive(int number, long from, long until) {
    SnapshotFolder snapshot =
        new SnapshotFolder(folder.resolve("2020010%dT000000Z-%016x".formatted(number, number)))
            .block(block -> block.floats("up", from, until, MINUTE));
    SerialBackup.of(snapshot.path(), root());
  }

  private CommandRun run(String verb, String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of(verb, "--archive", root().toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private JsonNode rollup(String... options) {
    CommandRun run =
        run(
            "rollup",
            Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.json();
  }

  private Map<String, Long> files() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    if (Files.isDirectory(root().resolve("rollups"))) {
      try (Stream<Path> all = Files.walk(root().resolve("rollups"))) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(root().relativize(file).toString(), Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return files;
  }

  private List<String> counts() {
    CommandRun run = run("sql", "--csv", "SELECT day, ts, count FROM hourly ORDER BY ts");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().lines().skip(1).toList();
  }

  private static Path any(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void writesFiveMinutesHoursAndTheListOfSeriesOfEachDay() throws IOException {
    JsonNode view = rollup();

    assertThat(view.path("rolled_up")).hasSize(2);
    assertThat(view.path("samples").asLong()).isEqualTo(20);
    assertThat(files().keySet())
        .hasSize(6)
        .allMatch(key -> key.matches("rollups/(series|step=5m|step=1h)/day=.*/0001-.*\\.parquet"));
  }

  @Test
  void doesNothingTheSecondTime() throws IOException {
    rollup();
    Map<String, Long> before = files();

    JsonNode second = rollup();

    assertThat(second.path("rolled_up")).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void saysBeforehandWhatItWouldDo() throws IOException {
    CommandRun run = run("rollup", "--dry-run", "--step", "1h");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("would roll up 20").contains("Would roll up 2 days");
    assertThat(files()).isEmpty();
  }

  @Test
  void addsTheOtherStepLater() throws IOException {
    rollup("--step", "1h");
    assertThat(files()).hasSize(4);

    rollup("--step", "5m");

    assertThat(files()).hasSize(6);
    assertThat(run("rollup", "--check").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aDayThatGotMoreSamplesIsRolledUpAnew() throws IOException {
    rollup();
    List<String> before = counts();
    archive(3, MIDNIGHT + 2 * DAY, MIDNIGHT + 2 * DAY + 20 * MINUTE);

    List<String> notYet = counts();
    JsonNode view = rollup();

    assertThat(before).last().asString().endsWith(",10");
    assertThat(notYet).last().asString().endsWith(",20");
    assertThat(counts()).isEqualTo(notYet);
    assertThat(view.path("rolled_up")).hasSize(1);
    assertThat(view.path("removed_files")).hasSize(3);
    assertThat(files().keySet()).hasSize(6).anyMatch(key -> key.contains("/0002-"));
  }

  @Test
  void keepsWhatItHasOfDaysWhoseSamplesArePruned() throws IOException {
    rollup();
    List<String> before = counts();

    assertThat(run("prune", "--keep", "0d").exit()).isEqualTo(ExitCode.DONE);

    assertThat(counts()).isEqualTo(before).hasSize(2);
    assertThat(rollup().path("removed_files")).isEmpty();
    assertThat(files()).hasSize(6);
    assertThat(run("rollup", "--check").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("sql", "--csv", "SELECT labels FROM hourly").out())
        .doesNotContain("\n\n")
        .contains("__name__=");
    assertThat(run("verify").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void removesDaysThatAreTooOld() throws IOException {
    rollup();

    JsonNode planned = rollup("--keep", "30d", "--dry-run");
    assertThat(files()).hasSize(6);
    JsonNode done = rollup("--keep", "30d");

    assertThat(done.path("removed_files")).isEqualTo(planned.path("removed_files")).hasSize(6);
    assertThat(done.path("rolled_up")).isEmpty();
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"step=1h", "step=5m", "series"})
  void findsAFileThatIsNotWhatTheSamplesRollUpTo(String kind) throws IOException {
    rollup();
    Path damaged = any(any(root().resolve("rollups").resolve(kind)));
    damage(damaged);

    CommandRun run = run("rollup", "--check");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains(damaged.getFileName().toString());
  }

  @Test
  void findsADamagedFileWhoseSamplesAreGone() throws IOException {
    rollup();
    run("prune", "--keep", "0d");
    Path damaged = any(root().resolve("rollups/step=1h/day=2020-01-02"));
    damage(damaged);

    CommandRun run = run("rollup", "--check");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("rollups/step=1h/day=2020-01-02/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--step 2h", "--keep x", "--check --dry-run", "--check --keep 1d"})
  void refusesWhatMakesNoSense(String options) {
    assertThat(run("rollup", options.split(" ")).exit()).isEqualTo(ExitCode.USAGE);
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"step=1h", "step=5m", "series"})
  void verifyNamesAFileThatCannotBeReadAndSaysWhatToDo(String kind) throws IOException {
    rollup();
    Path damaged = any(root().resolve("rollups").resolve(kind).resolve("day=2020-01-02"));
    byte[] bytes = Files.readAllBytes(damaged);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 1));

    CommandRun found = run("verify");
    Files.delete(damaged);
    rollup();

    assertThat(found.exit()).isEqualTo(ExitCode.NO);
    assertThat(found.out())
        .contains(root().relativize(damaged).toString())
        .contains("cannot be read")
        .contains("remove the file and run 'almanac rollup'")
        .contains("The rollups of 2 days have 1 faults");
    CommandRun again = run("verify");
    assertThat(again.exit()).as(again.out()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).contains("The rollups of 2 days are whole");
  }

  /** What decodes and is something else is found where samples are looked at. */
  @Test
  void verifyComparesRollupsWithSamplesWhereAskedToLookDeep() throws IOException {
    rollup();
    Path one = any(root().resolve("rollups/step=1h/day=2020-01-02"));
    Path other = any(root().resolve("rollups/step=1h/day=2020-01-03"));
    Files.write(one, Files.readAllBytes(other));

    assertThat(run("verify").exit()).isEqualTo(ExitCode.DONE);
    CommandRun deep = run("verify", "--deep");

    assertThat(deep.exit()).isEqualTo(ExitCode.NO);
    assertThat(deep.out()).contains(root().relativize(one) + ": is not what");
  }

  @Test
  void verifyNamesWhatIsOutdatedOrMissing() throws IOException {
    rollup();
    Path outdated = any(root().resolve("rollups/step=1h/day=2020-01-03"));
    archive(3, MIDNIGHT + 2 * DAY, MIDNIGHT + 2 * DAY + 20 * MINUTE);

    CommandRun run = run("verify");
    CommandRun json = run("verify", "--json");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(root().relativize(outdated) + ": the day's samples are others now")
        .containsPattern("rollups/step=1h/day=2020-01-03/0002-[0-9a-f]+.parquet: is not there")
        .contains("'almanac rollup' makes them anew");
    assertThat(json.json().path("rollups_outdated")).hasSize(5);
    assertThat(json.json().path("rollup_faults")).isEmpty();
  }

  @Test
  void verifySaysNothingOfRollupsThatNobodyAskedFor() {
    CommandRun run = run("verify");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).doesNotContain("ollup");
  }
}
