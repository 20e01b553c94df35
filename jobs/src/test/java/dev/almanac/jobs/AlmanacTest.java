package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AlmanacTest {

  /** Every command line that names a verb, the empty one for the command itself. */
  static Stream<String> verbs() {
    CommandLine command = new CommandLine(Almanac.class, new WithoutConsole());
    return Stream.concat(Stream.of(""), verbs("", command));
  }

  private static Stream<String> verbs(String before, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            verb -> {
              String words = (before + " " + verb.getKey()).strip();
              return Stream.concat(Stream.of(words), verbs(words, verb.getValue()));
            });
  }

  private static CommandRun run(String verb, String option) {
    return CommandRun.of(
        Stream.of((verb + " " + option).strip().split(" ")).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void helpsWithEveryVerb(String verb) {
    CommandRun run = run(verb, "--help");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith(("Usage: almanac " + verb).strip()).contains("--json");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void tellsItsVersionWithEveryVerb(String verb) {
    CommandRun run = run(verb, "--version");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).matches("(?s)almanac \\d+\\.\\d+\\.\\d+.*Flink .*");
  }

  @Test
  void showsTheVerbsWhereNoneIsGiven() {
    CommandRun run = CommandRun.of();

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: no verb given\nUsage:").contains("sql");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void failsWhereItsAnswerIsLost() {
    CommandRun run = CommandRun.whoseAnswerIsLost("--version");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo("almanac: the answer could not be written: the output is closed or full\n");
  }

  @Test
  void suggestsTheNearestVerb() {
    CommandRun run = CommandRun.of("slq", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("almanac: no such verb: slq\nDid you mean sql?");
  }

  @Test
  void suggestsTheNearestOption() {
    CommandRun run = CommandRun.of("sql", "--jsn", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Unknown option: '--jsn'").contains("--json");
  }

  @Test
  void tellsAUsageErrorAsJsonToAProgram() {
    CommandRun run = CommandRun.of("slq", "--json");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errorJson().path("kind").asText()).isEqualTo("usage");
    assertThat(run.errorJson().path("suggestions").get(0).asText()).isEqualTo("sql");
    assertThat(run.errorJson().path("exit").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VERBOSE", "TRACE", "info "})
  void refusesALevelOfLoggingThatIsNone(String level) {
    CommandRun run = CommandRun.of(Map.of("ALMANAC_LOG_LEVEL", level), "", "ls");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith(
            "almanac: ALMANAC_LOG_LEVEL: expected one of ERROR, WARN, INFO, DEBUG, found \""
                + level);
  }

  @ParameterizedTest
  @CsvSource({"ERROR, false", "info, true", "DEBUG, true"})
  void tellsOfItsWorkAsMuchAsItIsTo(String level, boolean tells, @TempDir Path scratch) {
    ChildCommand child =
        ChildCommand.start(
            scratch,
            // As it is shipped, and not as it is for tests.
            List.of("-Dlog4j2.configurationFile=classpath:log4j2.properties"),
            Map.of("ALMANAC_LOG_LEVEL", level),
            "serve",
            "--archive",
            scratch.toString(),
            "--listen",
            "127.0.0.1:0",
            "--audit",
            scratch.resolve("audit.jsonl").toString());
    child.awaitUntil("it listens", () -> child.said().contains("http://127.0.0.1:"));
    child.stop();

    assertThat(child.said().lines().anyMatch(line -> line.matches("\\S+Z INFO .*")))
        .as(child.said())
        .isEqualTo(tells);
    assertThat(child.said().lines().anyMatch(line -> line.matches("\\S+Z DEBUG .*")))
        .as(child.said())
        .isEqualTo(level.equals("DEBUG"));
  }

  @Test
  void takesTheOptionsOfEveryVerbBeforeTheVerbToo() {
    CommandRun run = CommandRun.of("--json", "sql", "--archive", "/does/not/exist", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errorJson().path("message").asText()).contains("/does/not/exist");
  }

  /** Picocli asks for the class to see what it declares; nothing is run. */
  private static final class WithoutConsole implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == Almanac.class
          ? type.cast(new Almanac(null, name -> null))
          : CommandLine.defaultFactory().create(type);
    }
  }
}
