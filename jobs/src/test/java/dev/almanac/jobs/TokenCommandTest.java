package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {

  @TempDir private Path folder;

  private CommandRun token(String... words) {
    List<String> line = new ArrayList<>(List.of("token", words[0]));
    line.addAll(List.of("--archive", folder.resolve("archive").toString()));
    line.addAll(List.of(words).subList(1, words.length));
    return CommandRun.of(line.toArray(new String[0]));
  }

  private JsonNode list() {
    return token("list", "--json").json();
  }

  @Test
  void showsASecretOnceAndNeverAgain() {
    CommandRun run = token("create", "--name", "grafana", "--scope", "read", "--expires", "90d");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    String secret = run.out().strip();
    assertThat(secret).matches("almanac_[0-9a-f]{16}_\\S{43}");
    assertThat(run.err()).contains("This is shown once");
    assertThat(token("list").out())
        .contains("grafana", "read", "valid")
        .doesNotContain(secret.substring(25));
    JsonNode kept = list().get(0);
    assertThat(kept.path("name").asText()).isEqualTo("grafana");
    assertThat(kept.path("created_by").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(kept.path("ends_at").asText()).endsWith("Z");
  }

  @Test
  void rotatesAndRevokes() {
    String first =
        token("create", "--name", "a", "--scope", "admin", "--json").json().path("token").asText();
    String second = token("rotate", "a", "--overlap", "1h", "--json").json().path("token").asText();

    assertThat(list())
        .extracting(token -> token.path("state").asText())
        .containsExactly("valid", "valid");
    assertThat(list()).extracting(token -> token.path("scope").asText()).containsOnly("admin");
    assertThat(token("revoke", "a").out()).contains(first, second);
    assertThat(list())
        .extracting(token -> token.path("state").asText())
        .containsExactly("revoked", "revoked");
  }

  @Test
  void saysThatThereIsNone() {
    CommandRun run = token("list");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("there is no token in ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create --name a --scope all                   | USAGE  | all
          create --name a/b --scope read                | USAGE  | a token's name has letters
          create --name a --scope read --expires never  | USAGE  | expected a time such as
          create --name a                               | USAGE  | --scope
          rotate nobody                                 | FAILED | there is no valid token nobody
          revoke nobody                                 | FAILED | there is no valid token nobody
          """)
  void refusesWhatMakesNoSense(String words, ExitCode exit, String message) {
    CommandRun run = token(words.split(" "));

    assertThat(run.exit()).isEqualTo(exit);
    assertThat(run.err()).contains(message).doesNotContain("internal error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --listen 0.0.0.0:0                              | USAGE  | can be reached by others
          --listen somewhere                              | USAGE  | expected HOST:PORT
          --tls-key /nowhere                              | USAGE  | go together
          --tls-key /nowhere --tls-certificate /nowhere   | FAILED | /nowhere
          """)
  void servesNothingThatIsNotSafe(String words, ExitCode exit, String message) {
    List<String> line = new ArrayList<>(List.of("serve"));
    line.addAll(List.of("--archive", folder.resolve("archive").toString()));
    line.addAll(List.of("--audit", folder.resolve("audit.jsonl").toString()));
    line.addAll(List.of(words.split(" ")));

    CommandRun run = CommandRun.of(line.toArray(new String[0]));

    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).contains(message).doesNotContain("internal error");
  }
}
