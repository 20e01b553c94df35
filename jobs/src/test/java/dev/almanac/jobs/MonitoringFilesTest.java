package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus itself takes the configuration that is shipped. */
class MonitoringFilesTest {

  @ParameterizedTest
  @ValueSource(strings = "prometheus-history.yml")
  void promtoolFindsNoFault(String file) throws Exception {
    Path configuration = Path.of("..", "monitoring", "prometheus", file);
    Process promtool =
        new ProcessBuilder("promtool", "check", "config", configuration.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS");
  }
}
