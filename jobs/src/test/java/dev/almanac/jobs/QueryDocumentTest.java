package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/query.md says can be asked is asked, and answered as it should be. */
class QueryDocumentTest {

  private static final Pattern QUESTION =
      Pattern.compile("\\*\\*(\\d+)\\. [^*]+\\*\\*\\s+```sql\\n(.*?)```", Pattern.DOTALL);

  private static Path archive;

  @BeforeAll
  static void archive(@TempDir Path folder) throws IOException {
    archive = DocumentedArchive.in(folder);
  }

  private static List<String> questions() throws IOException {
    Matcher question = QUESTION.matcher(Files.readString(Path.of("../docs/query.md")));
    return question.results().map(found -> found.group(2)).toList();
  }

  private static CommandRun ask(String question) {
    CommandRun run = CommandRun.of("sql", "--csv", "--archive", archive.toString(), question);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  @Test
  void asksTwentyQuestions() throws IOException {
    assertThat(questions()).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void everyQuestionHasAnAnswer(String question) {
    assertThat(ask(question).out().lines().skip(1))
        .isNotEmpty()
        .noneMatch(line -> line.contains("NaN"));
  }

  /** What is known of the archive's making. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3  | alpha:9100,2026-11-22T02:00:00,2026-11-22T03:35:00,20",
        "10 | alpha:9100,2026-11-21T17:40:00",
        "11 | alpha:9100,/,62.1",
        "12 | alpha:9100,/,2026-11-28T0",
        "15 | 1",
        "16 | gone:9100",
        "19 | 2026-11-22T10:15:00,2026-11-22T11:20:00"
      })
  void answersWhatHappened(int number, String line) throws IOException {
    assertThat(ask(questions().get(number - 1)).out()).contains(line);
  }
}
