package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a watch on a cluster of processes outlives beside the loss of one of them. */
@Tag("needs-time")
@Timeout(900)
class ClusterFaultsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path temp;

  /** Samples of a series go on, so that there is something to catch up with. */
  private static void awaitMore(ScoredServer scored, Labels source, int samples) {
    int before = scored.bits(source).size();
    Await.until(
        samples + " more samples", PATIENCE, () -> scored.bits(source).size() >= before + samples);
  }

  @Test
  void scoresEachSampleOnceThoughServersAndNetworksCameAndWent() throws Exception {
    Labels source = Labels.of("__name__", "source", "job", "test");
    try (TestCluster cluster = TestCluster.start(temp.resolve("cluster"));
        ScoredServer scored = ScoredServer.start(temp.resolve("prometheus"));
        CuttableProxy network = CuttableProxy.of(scored.server().address())) {
      scored.write(source);
      CommandRun submitted =
          cluster.submit(
              WatchWords.of(
                  network.url(), temp, "--checkpoint-every", "2s", "--false-alarms-per-day", "1"));
      assertThat(submitted.exit()).as(submitted.err()).isEqualTo(ExitCode.DONE);
      scored.awaitScoresUntilNow(source, cluster::said);

      for (CuttableProxy.Cut cut :
          new CuttableProxy.Cut[] {CuttableProxy.Cut.REFUSE, CuttableProxy.Cut.HANG}) {
        network.cut(cut);
        awaitMore(scored, source, 10);
        network.cut(CuttableProxy.Cut.NONE);
        scored.awaitScoresUntilNow(source, cluster::said);
      }

      scored.restart();
      scored.awaitScoresUntilNow(source, cluster::said);

      cluster.kill("zookeeper");
      assertThat(cluster.startMissing()).containsExactly("zookeeper");
      scored.awaitScoresUntilNow(source, cluster::said);

      for (String name : new String[] {"jobmanager", "taskmanager-1", "taskmanager-2"}) {
        cluster.kill(name);
      }
      assertThat(cluster.startMissing()).hasSize(3);
      scored.awaitScoresUntilNow(source, cluster::said);

      NavigableMap<Long, Double> scores = scored.scores(source);
      assertThat(scores.keySet())
          .containsAll(
              scored.bits(source).subMap(scores.firstKey(), true, scores.lastKey(), true).keySet());
      scored.assertScoredLikeUndisturbed(source);
    }
  }
}
