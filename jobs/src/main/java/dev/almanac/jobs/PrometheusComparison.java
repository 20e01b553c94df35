package dev.almanac.jobs;

import dev.almanac.backup.RestoredBlocks;
import dev.almanac.backup.SeriesComparison;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens blocks with a real Prometheus and compares what it answers with what they hold. */
final class PrometheusComparison {

  private PrometheusComparison() {}

  /**
   * Compares by remote read.
   *
   * @param blocks a folder of blocks that Prometheus may write into
   * @param time of which samples
   * @param work where the server's configuration and log go
   */
  static SeriesComparison.Result of(Path executable, Path blocks, TimeRange time, Path work)
      throws IOException, InterruptedException {
    try (ScratchPrometheus server = ScratchPrometheus.start(executable, blocks, work)) {
      RemoteReadClient client = new RemoteReadClient(server.endpoint());
      SeriesComparison.Side shown = selector -> client.read(matchers(selector), time);
      SeriesComparison.Result result =
          new SeriesComparison(
                  "the restored folder",
                  new RestoredBlocks(blocks, time),
                  "Prometheus shows",
                  shown)
              .compare(Selector.ALL);
      List<String> differences = new ArrayList<>(result.differences());
      server.complaints().forEach(line -> differences.add("Prometheus complains: " + line));
      return new SeriesComparison.Result(differences, result.series(), result.samples());
    }
  }

  private static List<Matcher> matchers(Selector selector) {
    return selector.matchers().isEmpty() ? List.of(Matcher.ANY) : selector.matchers();
  }
}
