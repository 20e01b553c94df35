package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.series.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a JobManager and two TaskManagers that are processes of their own. */
@Timeout(600)
class ClusterTest {

  private static TestCluster cluster;

  @TempDir private static Path folder;
  @TempDir private Path temp;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(folder.resolve("cluster"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void archivesAndTrainsTheSameAsInOneProcess() throws Exception {
    Path snapshot = TrainedArchive.snapshot(temp, 6, 1);
    Path alone = temp.resolve("alone");
    TrainedArchive.archive(snapshot, alone.toString());
    Path together = temp.resolve("together");

    CommandRun archived =
        cluster.submit("archive", "--from", snapshot.toString(), "--archive", together.toString());

    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);
    assertThat(ArchiveListing.ofData(together))
        .hasSizeGreaterThan(10)
        .isEqualTo(ArchiveListing.ofData(alone));

    String config = Files.writeString(temp.resolve("train.yaml"), TrainedArchive.CONFIG).toString();
    CommandRun here =
        CommandRun.of("train", "--config", config, "--archive", alone.toString(), "--json");
    assertThat(here.exit()).as(here.err()).isEqualTo(ExitCode.DONE);
    CommandRun there =
        cluster.submit("train", "--config", config, "--archive", together.toString(), "--json");
    assertThat(there.exit()).as(there.err()).isEqualTo(ExitCode.DONE);
    assertThat(TrainedArchive.digestsOfModels(together))
        .isNotEmpty()
        .isEqualTo(TrainedArchive.digestsOfModels(alone));
  }

  @Test
  void watchesAsIfNoProcessHadBeenKilled() throws Exception {
    Labels first = Labels.of("__name__", "first", "job", "test");
    Labels second = Labels.of("__name__", "second", "job", "test");
    try (ScoredServer scored = ScoredServer.start(temp.resolve("prometheus"))) {
      scored.write(first, second);
      String[] watch =
          WatchWords.of(
              scored.server().url(),
              temp,
              "--workers",
              "2",
              "--checkpoint-every",
              "2s",
              "--false-alarms-per-day",
              "1",
              "--json");
      CommandRun submitted = cluster.submit(watch);
      assertThat(submitted.exit()).as(submitted.err()).isEqualTo(ExitCode.DONE);
      String job = submitted.json().path("job").asText();
      scored.awaitScoresUntilNow(first, cluster::said);

      cluster.kill("taskmanager-1");
      CommandRun crippled = cluster.run("status");
      assertThat(crippled.exit()).as(crippled.err()).isEqualTo(ExitCode.NO);
      assertThat(cluster.startMissing()).containsExactly("taskmanager-1");
      scored.awaitScoresUntilNow(first, cluster::said);
      scored.awaitScoresUntilNow(second, cluster::said);

      cluster.kill("jobmanager");
      assertThat(cluster.startMissing()).containsExactly("jobmanager");
      scored.awaitScoresUntilNow(first, cluster::said);
      assertThat(cluster.status().at("/jobs/0/id").asText()).isEqualTo(job);
      assertThat(cluster.submit(watch).json().path("already").asBoolean()).isTrue();
      CommandRun here = CommandRun.of(watch);
      assertThat(here.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(here.err()).contains("job " + job + " watches with these checkpoints");

      CommandRun ended = cluster.run("stop", "--job", job);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
      CommandRun again = cluster.submit(watch);
      assertThat(again.json().path("resumed").asText()).as(again.err()).contains("savepoint-");
      scored.awaitScoresUntilNow(first, cluster::said);
      scored.awaitScoresUntilNow(second, cluster::said);
      assertThat(cluster.startMissing()).isEmpty();
      assertThat(cluster.run("status").exit()).isEqualTo(ExitCode.DONE);

      assertThat(cluster.holding(TestCluster.SECRET)).containsExactly("credentials.env");
      scored.assertScoredLikeUndisturbed(first);
      scored.assertScoredLikeUndisturbed(second);
      cluster.run("stop", "--job", "watch");
    }
  }
}
