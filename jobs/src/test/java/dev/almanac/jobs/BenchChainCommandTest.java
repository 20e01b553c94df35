package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class BenchChainCommandTest {

  private static CommandRun run(String... more) {
    String[] words = new String[more.length + 9];
    String[] small = {
      "bench", "chain", "--series", "8", "--answers", "4", "--passes", "1", "--json"
    };
    System.arraycopy(small, 0, words, 0, small.length);
    System.arraycopy(more, 0, words, small.length, more.length);
    return CommandRun.of(words);
  }

  @Test
  void writesAScoreAnExpectationAndABandForEachSampleThatIsNotCold() {
    CommandRun run = run("--samples", "60");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode answer = run.json();
    assertThat(answer.path("samples_per_processor_second").asDouble()).isPositive();
    double cold = 16. / (4 * 60);
    // Two of the eight are counts, for which there is no band as long as they are always zero.
    double bandless = 2. / 8 * 2;
    assertThat(answer.path("written_per_sample").asDouble()).isBetween(4 - bandless - 3 * cold, 4.);
  }

  @Test
  void writesScoresAloneWithoutBands() {
    assertThat(run("--samples", "5", "--no-bands").json().path("written_per_sample").asDouble())
        .isEqualTo(1);
  }

  @Test
  void refusesWhatNoChunkHolds() {
    assertThat(run("--samples", "121").exit()).isEqualTo(ExitCode.USAGE);
  }
}
