package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.gateway.GatewayUnderTest;
import dev.almanac.prometheus.OracleServer;
import dev.almanac.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus that reads streamed chunks, native histograms among them, as 2.42 does not: what it
 * answers by way of the gateway is what it answers where it has the blocks itself.
 */
@Tag("needs-all")
class GatewayStreamedTest {

  private static final String PROGRAM = "prometheus-2.55";

  @Test
  void answersWithHistogramsAsFromItsOwnBlocks(@TempDir Path folder) throws IOException {
    try (OracleServer oracle = OracleServer.start(folder.resolve("oracle"))) {
      Path root = folder.resolve("archive");
      CommandRun run =
          CommandRun.of("archive", "--from", oracle.server().url(), "--archive", root.toString());
      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
      SnapshotCopy.of(oracle.server(), folder.resolve("own/data"), Long.MIN_VALUE);
      PromqlSuite suite = new PromqlSuite(oracle.begin(), System.currentTimeMillis());

      try (GatewayUnderTest gateway = GatewayUnderTest.over(root);
          PrometheusServer own =
              PrometheusServer.startOther(PROGRAM, folder.resolve("own"), "global: {}\n");
          PrometheusServer asking =
              PrometheusServer.startOther(
                  PROGRAM,
                  folder.resolve("asking"),
                  """
                  remote_read:
                    - url: %s/api/v1/read
                      read_recent: true
                  """
                      .formatted(gateway.url()))) {
        suite.assertSame(own, asking, "histograms.txt");
        suite.assertSame(own, asking, "suite.txt");
      }
    }
  }
}
