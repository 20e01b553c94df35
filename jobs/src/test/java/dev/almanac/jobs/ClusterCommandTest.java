package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs refuse, and say, without any process. */
class ClusterCommandTest {

  @TempDir private Path dir;

  private CommandRun run(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of("cluster", verb, "--dir", dir.toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private CommandRun start(String... more) {
    List<String> words = new ArrayList<>(List.of("--conf", "../flink-conf"));
    words.addAll(List.of(more));
    return run("start", words.toArray(String[]::new));
  }

  private Path credentials(String text, String permissions) throws IOException {
    Path file = Files.writeString(dir.resolve("credentials.env"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void assertNothingStarted() {
    assertThat(dir).isDirectoryNotContaining("glob:**.process");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "submit"})
  void saysWhereNoClusterWasStarted(String verb) {
    CommandRun run = verb.equals("submit") ? run(verb, "watch") : run(verb);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no cluster was started in " + dir);
  }

  @Test
  void stopsNothingWhereNothingRuns() {
    CommandRun run = run("stop");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("nothing was running");
  }

  @Test
  void submitsOnlyWhatRunsOnClusters() {
    CommandRun run = run("submit", "sql", "SELECT 1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("sql cannot be submitted; archive, backup, train and watch can");
  }

  @Test
  void refusesSecretsOnTheCommandLine() {
    CommandRun run = start("-Ds3.secret-key=hidden");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("s3.secret-key is a secret").doesNotContain("hidden");
    assertNothingStarted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----"})
  void refusesCredentialsThatOthersMayRead(String permissions) throws IOException {
    Path file = credentials("PROMETHEUS_TOKEN=hidden", permissions);

    CommandRun run = start();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("chmod 600 " + file).doesNotContain("hidden");
    assertNothingStarted();
  }

  @Test
  void namesTheLineOfCredentialsThatIsNoneAndDoesNotShowIt() throws IOException {
    Path file = credentials("# a token\nPROMETHEUS_TOKEN=hidden\nhidden too\n", "rw-------");

    CommandRun run = start();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(file + ":3: expected NAME=value").doesNotContain("hidden");
    assertNothingStarted();
  }

  @Test
  void givesCredentialsToProcessesAsTheyAreWritten() throws IOException {
    credentials("A=b=c\n\nQUOTED=\"two words\"\n# D=e\n", "rw-------");

    assertThat(ClusterCredentials.in(dir))
        .containsOnly(entry("A", "b=c"), entry("QUOTED", "two words"));
  }

  @Test
  void needsAConfiguration() {
    CommandRun run = run("start", "--conf", dir.resolve("nowhere").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no config.yaml in", "--conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8081", "https://a:8081", "http://a", "x y"})
  void refusesWhatIsNoAddressOfACluster(String url) {
    CommandRun run = CommandRun.of("train", "--cluster", url);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected the address of a cluster's REST interface");
  }

  @Test
  void saysThatNoClusterAnswers() {
    CommandRun run =
        CommandRun.of(
            "watch",
            "--cluster",
            "http://127.0.0.1:9",
            "--prometheus",
            "http://127.0.0.1:9090",
            "--checkpoints",
            dir.resolve("watch").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no Flink cluster answers at http://127.0.0.1:9");
  }
}
