package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real servers. */
class DemoCommandTest {

  @TempDir private Path dir;

  private CommandRun demo(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "demo";
    all[1] = args[0];
    all[2] = "--dir";
    all[3] = dir.toString();
    System.arraycopy(args, 1, all, 4, args.length - 1);
    return CommandRun.of(all);
  }

  @AfterEach
  void stop() {
    demo("stop");
  }

  @Test
  void startsAPrometheusThatHoldsHistoryOfBothTargets() throws Exception {
    CommandRun run = demo("start", "--seconds", "1");

    assertThat(run.err()).doesNotContain("almanac:");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    String up = ask(run.out().strip(), "/api/v1/query?query=count(up)");
    assertThat(up).contains("\"2\"");
  }

  @Test
  void findsTheServersThatRunAlready() {
    CommandRun first = demo("start", "--seconds", "0");

    CommandRun second = demo("start", "--seconds", "0");

    assertThat(first.err()).doesNotContain("almanac:");
    assertThat(second.out()).isEqualTo(first.out()).startsWith("http://127.0.0.1:");
  }

  @Test
  void startsAgainAtTheSameAddress() {
    CommandRun first = demo("start", "--seconds", "0");
    demo("stop");

    CommandRun second = demo("start", "--seconds", "0");

    assertThat(second.out()).isEqualTo(first.out()).startsWith("http://127.0.0.1:");
  }

  @Test
  void endsWhatItStarted() {
    demo("start", "--seconds", "0");

    CommandRun run = demo("stop");

    assertThat(run.out()).isEqualTo("stopped prometheus, node_exporter\n");
    assertThat(demo("stop").out()).isEqualTo("nothing was running\n");
  }

  @Test
  void leavesAProcessAloneThatHasAnIdOfItsOwnByChance() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      remember(
          stranger.pid(), stranger.info().startInstant().orElseThrow().toString(), "/bin/none");

      CommandRun run = demo("stop");

      assertThat(run.out()).isEqualTo("nothing was running\n");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroy();
    }
  }

  @Test
  void leavesALaterProcessOfTheSameProgramAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      String executable = stranger.info().command().orElseThrow();
      remember(stranger.pid(), "2020-01-01T00:00:00Z", executable);

      CommandRun run = demo("stop");

      assertThat(run.out()).isEqualTo("nothing was running\n");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroy();
    }
  }

  private void remember(long pid, String started, String executable) throws Exception {
    Properties memory = new Properties();
    memory.setProperty("pid", Long.toString(pid));
    memory.setProperty("started", started);
    memory.setProperty("executable", executable);
    memory.setProperty("address", "127.0.0.1:1");
    try (var out = Files.newBufferedWriter(dir.resolve("prometheus.process"))) {
      memory.store(out, null);
    }
  }

  private static String ask(String url, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
