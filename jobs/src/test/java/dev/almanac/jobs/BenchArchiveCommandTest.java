package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchArchiveCommandTest {

  private static final String TINY = "--samples 2000 --series 10 --passes 1 --no-promtool ";

  /** 2000 samples of ten series in two passes, and promtool. */
  private static JsonNode answer;

  /** 20,000 samples in head blocks, which are kept, and a snapshot of 1000 samples in one. */
  private static CommandRun table;

  private static Path kept;

  @TempDir private Path folder;

  @BeforeAll
  static void measure(@TempDir Path shared) throws IOException {
    answer = measured("--samples 2000 --series 10 --passes 2");
    Path snapshot = Files.createDirectory(shared.resolve("mine"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(1_000, 10), samples -> {});
    kept = shared.resolve("kept");
    table =
        bench(
            "--samples 20000 --series 10 --head-blocks --passes 1 --parallelism 2 --from "
                + snapshot
                + " --keep "
                + kept);
  }

  private static CommandRun bench(String options) {
    return CommandRun.of(
        Stream.of(("bench archive " + options).strip().split(" +")).toArray(String[]::new));
  }

  private static JsonNode measured(String options) {
    CommandRun run = bench(options + " --json");
    assertThat(run.err()).doesNotContain("almanac:");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    return run.json();
  }

  private static JsonNode only(JsonNode answer) {
    assertThat(answer.path("inputs")).hasSize(1);
    return answer.path("inputs").get(0);
  }

  @Test
  void comparesSizesOfTheSameSamples() {
    JsonNode input = only(answer);

    assertThat(input.path("input").asText()).isEqualTo("generated");
    assertThat(input.path("series").asLong()).isEqualTo(10);
    assertThat(input.path("samples").asLong()).isEqualTo(2000);
    double samples = 2000;
    for (String what : List.of("block", "tarball")) {
      assertThat(input.path(what + "_bytes_per_sample").asDouble())
          .isEqualTo(input.path(what + "_bytes").asLong() / samples)
          .isPositive();
    }
    assertThat(input.path("bytes_per_sample").asDouble())
        .isEqualTo(input.path("archive_bytes").asLong() / samples)
        .isPositive();
    assertThat(input.path("tarball_bytes").asLong()).isLessThan(input.path("block_bytes").asLong());
  }

  @Test
  void tellsOfEachPassWhatItUsed() {
    JsonNode input = only(answer);

    assertThat(input.path("passes")).hasSize(2);
    for (JsonNode pass : input.path("passes")) {
      assertThat(pass.path("seconds").asDouble()).isPositive();
      assertThat(pass.path("cpu_seconds").asDouble()).isPositive();
      assertThat(pass.path("peak_heap_bytes").asLong()).isPositive();
    }
    assertThat(input.path("samples_per_second_best").asDouble())
        .isGreaterThanOrEqualTo(input.path("samples_per_second_first").asDouble());
    assertThat(input.path("samples_per_cpu_second").asDouble()).isPositive();
  }

  @Test
  void tellsTheWorkFromWhatRunsBesideIt() {
    JsonNode input = only(answer);

    for (JsonNode pass : input.path("passes")) {
      assertThat(pass.path("work_cpu_seconds").asDouble())
          .isPositive()
          .isLessThan(pass.path("cpu_seconds").asDouble());
    }
    assertThat(input.path("samples_per_cpu_second_of_work").asDouble())
        .isGreaterThan(input.path("samples_per_cpu_second").asDouble());
  }

  @Test
  void letsPromtoolDumpTheSameSamples() {
    JsonNode promtool = only(answer).path("promtool");

    assertThat(promtool.path("samples").asLong()).isEqualTo(2000);
    assertThat(promtool.path("text_bytes").asLong()).isGreaterThan(2000 * 20);
    assertThat(promtool.path("samples_per_second").asDouble()).isPositive();
  }

  @Test
  void saysOnWhichMachineItMeasured() {
    JsonNode machine = answer.path("machine");

    assertThat(machine.path("processors").asInt()).isPositive();
    assertThat(machine.path("java").asText()).contains(System.getProperty("java.version"));
    assertThat(machine.path("max_heap_bytes").asLong()).isPositive();
  }

  @Test
  void showsAColumnForEachSnapshot() {
    assertThat(table.err()).doesNotContain("almanac:");
    assertThat(table.exit()).isEqualTo(ExitCode.DONE);
    assertThat(table.out().lines().findFirst().orElseThrow()).matches(" +generated +mine");
    assertThat(table.out())
        .containsPattern("samples +20.0 k +1.0 k\n")
        .containsPattern("bytes/sample: block, tar, zstd -3 +[0-9.]+ +[0-9.]+\n")
        .containsPattern("archive : tarball +[0-9.]+ +[0-9.]+\n")
        .containsPattern("promtool tsdb dump: samples/s +[0-9.]+");
  }

  @Test
  void generatesHeadBlocksOnDemand() {
    assertThat(table.out()).containsPattern("blocks +5 +1\n");
  }

  @Test
  void keepsTheGeneratedSnapshotOnDemand() {
    assertThat(SnapshotDirectory.open(kept).blocks()).hasSize(5);
  }

  @Test
  void doesWithoutPromtoolOnDemand() {
    JsonNode input = only(measured(TINY));

    assertThat(input.path("promtool").isNull()).isTrue();
  }

  @Test
  void doesNotGenerateIntoAFolderThatHoldsSomething() throws IOException {
    Files.createFile(folder.resolve("precious"));

    CommandRun run = bench(TINY + "--keep " + folder);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("not an empty folder");
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("precious"));
  }

  @Test
  void refusesAFolderThatIsNoSnapshotBeforeItMeasuresAnything() {
    CommandRun run = bench(TINY + "--from " + folder.resolve("nothing"));

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("nothing").doesNotContain("generating");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--samples 0",
        "--samples 9 --series 10",
        "--samples -1",
        "--samples 10 --series 0",
        "--passes 0",
        "--parallelism 0"
      })
  void refusesOptionsThatMakeNoSense(String options) {
    CommandRun run = bench(options + " --no-promtool");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: ");
  }

  @Test
  void asksWhatToMeasureWhereNothingIsNamed() {
    CommandRun run = CommandRun.of("bench");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: bench what? archive");
  }
}
