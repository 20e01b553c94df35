package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesSummary;
import dev.almanac.training.TrainingPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a cluster of two task managers, each with two slots. */
class TrainJobTest {

  private static MiniCluster cluster;
  private static TrainingPlan plan;

  @TempDir private static Path scratch;
  @TempDir private Path temp;

  @BeforeAll
  static void start() throws Exception {
    Path root = TrainedArchive.archive(scratch, 6);
    plan = TrainingPlan.of(root.toString(), TrainedArchive.newest(root), TrainedArchive.config());
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private Path train(String name, int workers) throws Exception {
    URI address = cluster.getRestAddress().get();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createRemoteEnvironment(address.getHost(), address.getPort());
    env.setParallelism(workers);
    Path folder = temp.resolve(name);
    new TrainJob(plan, folder.toString(), "").build(env);
    env.execute("train");
    return folder.resolve("data");
  }

  private static SortedMap<String, String> files(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void makesTheSameFilesOnFourSlotsAsOnOne() throws Exception {
    SortedMap<String, String> alone = files(train("alone", 1));

    SortedMap<String, String> together = files(train("together", 4));

    assertThat(alone).hasSizeGreaterThan(3);
    assertThat(together).isEqualTo(alone);
  }

  /** A process was killed amid the writing, and the job is carried out again. */
  @Test
  void replacesWhatAnAttemptThatWasLostHasWritten() throws Exception {
    SortedMap<String, String> undisturbed = files(train("undisturbed", 1));
    Path data = Files.createDirectories(temp.resolve("again").resolve("data"));
    String half = undisturbed.firstKey();
    Files.writeString(data.resolve(half), "the first half of");

    assertThat(files(train("again", 2))).isEqualTo(undisturbed);
  }

  @Test
  void learnsWhatTheRulesMeanByTheirSettings() throws Exception {
    List<SeriesSummary> summaries = ModelFolder.open(train("rules", 2)).summaries();

    assertThat(summaries)
        .hasSize(TrainedArchive.SERIES * 9 / 10)
        .allSatisfy(
            summary -> {
              String metric = summary.labels().metricName();
              assertThat(summary.step())
                  .isEqualTo(metric.endsWith("_percent") ? 1_800_000 : 3_600_000);
              assertThat(metric).doesNotEndWith("limit_bytes");
              assertThat(summary.isFitted()).as(summary.reason()).isTrue();
              assertThat(summary.accuracy().isKnown()).isTrue();
            });
  }
}
