package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchRestoreCommandTest {

  /** 20,000 samples of ten series in blocks of two hours, in two passes, and promtool. */
  private static JsonNode answer;

  private static JsonNode input;

  @BeforeAll
  static void measure() {
    CommandRun run =
        bench(
            "--samples 20000 --series 10 --head-blocks --passes 2 --promtool-samples 3000 --json");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    answer = run.json();
    assertThat(answer.path("inputs")).hasSize(1);
    input = answer.path("inputs").get(0);
  }

  private static CommandRun bench(String options) {
    return CommandRun.of(
        Stream.of(("bench restore " + options).strip().split(" +")).toArray(String[]::new));
  }

  @Test
  void restoresWhatItArchived() {
    assertThat(input.path("input").asText()).isEqualTo("generated");
    assertThat(input.path("blocks").asInt()).isEqualTo(5);
    assertThat(input.path("samples").asLong()).isEqualTo(20_000);
  }

  @Test
  void tellsOfEachPassWhatItUsed() {
    assertThat(input.path("passes")).hasSize(2);
    for (JsonNode pass : input.path("passes")) {
      assertThat(pass.path("seconds").asDouble()).isPositive();
      assertThat(pass.path("work_cpu_seconds").asDouble()).isPositive();
      assertThat(pass.path("peak_heap_bytes").asLong()).isPositive();
    }
    assertThat(input.path("samples_per_second_best").asDouble())
        .isGreaterThanOrEqualTo(input.path("samples_per_second_first").asDouble());
  }

  @Test
  void givesPromtoolWholeSeriesOfTheFirstTwoHours() {
    JsonNode promtool = input.path("promtool");

    // 480 samples of each series are due in two hours; 3,000 take seven of them.
    assertThat(promtool.path("samples").asLong()).isBetween(3_000L, 7 * 480L);
    assertThat(promtool.path("text_bytes").asLong()).isGreaterThan(3_000 * 20);
    assertThat(input.path("times_promtool").asDouble())
        .isEqualTo(
            input.path("samples_per_second_best").asDouble()
                / promtool.path("samples_per_second").asDouble());
  }

  @Test
  void showsAColumnForEachSnapshot(@TempDir Path folder) throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("mine"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(1_000, 10), samples -> {});

    CommandRun run =
        bench("--samples 2000 --series 10 --passes 1 --no-promtool --from " + snapshot);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().lines().findFirst().orElseThrow()).matches(" +generated +mine");
    assertThat(run.out()).containsPattern("samples +2.0 k +1.0 k\n").doesNotContain("promtool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--promtool-samples 0", "--passes 0", "--samples 0"})
  void refusesOptionsThatMakeNoSense(String options) {
    CommandRun run = bench(options);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: ");
  }
}
