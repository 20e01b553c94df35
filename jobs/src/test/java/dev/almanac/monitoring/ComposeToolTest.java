package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml by compose itself, which needs no Docker to read it. */
@Tag("needs-all")
class ComposeToolTest {

  private static ToolRun config(Path home) throws IOException {
    Files.copy(
        MonitoringTree.ROOT.resolve("docker-compose.yml"), home.resolve("docker-compose.yml"));
    return ToolRun.in(home, "docker-compose", "config");
  }

  @Test
  void composeTakesTheFile(@TempDir Path home) throws IOException {
    ToolRun secrets = ToolRun.of("env", "COMPOSE_HOME=" + home, "scripts/compose.sh");
    assertThat(secrets.exit()).as(secrets.said()).isZero();

    ToolRun run = config(home);

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said())
        .contains("image: quay.io/minio/minio:RELEASE.", "AWS_ENDPOINT_URL: http://minio:9000");
  }

  @Test
  void composeSaysWhatToRunFirst(@TempDir Path home) throws IOException {
    ToolRun run = config(home);

    assertThat(run.exit()).isNotZero();
    assertThat(run.said()).contains("run scripts/compose.sh first");
  }
}
