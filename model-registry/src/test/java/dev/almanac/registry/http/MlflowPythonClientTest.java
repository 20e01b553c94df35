package dev.almanac.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.registry.token.Scope;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's own client for Python, as it is. */
@Tag("needs-all")
class MlflowPythonClientTest {

  @Test
  void doesWhatMlflowsClientForPythonAsks(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("mlflow_client.py");
    try (InputStream in = getClass().getResourceAsStream("/mlflow_client.py")) {
      Files.copy(in, script);
    }
    try (Served served = Served.over(folder)) {
      File said = folder.resolve("said").toFile();
      int exit = run(script, served, said);

      assertThat(Files.readString(said.toPath(), UTF_8).lines())
          .as(Files.readString(said.toPath(), UTF_8))
          .containsSubsequence(
              "registered", "published", "found", "aliased", "noted", "downloaded", "deleted");
      assertThat(exit).isZero();
    }
  }

  private static int run(Path script, Served served, File said)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            "python3", script.toString(), served.url(), served.secret(Scope.ADMIN))
        .redirectErrorStream(true)
        .redirectOutput(said)
        .start()
        .waitFor();
  }
}
