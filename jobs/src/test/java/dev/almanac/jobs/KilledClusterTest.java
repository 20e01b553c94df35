package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.ArchiveListing;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.CommitLock;
import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives and trainings on a cluster of which processes are killed amid the work. That it is amid
 * the work does not depend on how fast the machine is: an archive cannot end while the test holds
 * its lock, and a training is held by freezing who works on it, once that was quick enough.
 */
@Tag("needs-time")
@Timeout(900)
class KilledClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int SERIES = 60;
  private static final int DAYS = 6;

  /** Steps as fine as the samples, so that learning takes longer than freezing. */
  private static final String CONFIG = TrainedArchive.CONFIG.replace("step: 1h", "step: 5m");

  /** All slots, so that every TaskManager has a part in it. */
  private static final String SLOTS = "4";

  private static final String[] TASK_MANAGERS = {"taskmanager-1", "taskmanager-2"};

  private static TestCluster cluster;
  private static Path snapshot;
  private static Path config;
  private static SortedMap<String, String> expected;
  private static List<String> expectedModels;
  private static String expectedForecast;

  @TempDir private static Path folder;
  @TempDir private Path temp;
  private Path archive;

  @BeforeAll
  static void workUndisturbed() throws IOException {
    snapshot = TrainedArchive.snapshotOf(folder, SERIES, DAYS);
    config = Files.writeString(folder.resolve("training.yaml"), CONFIG);
    Path alone = folder.resolve("alone");
    TrainedArchive.archive(snapshot, alone.toString());
    expected = ArchiveListing.ofData(alone);
    CommandRun trained =
        CommandRun.of("train", "--config", config.toString(), "--archive", alone.toString());
    assertThat(trained.exit()).as(trained.err()).isEqualTo(ExitCode.DONE);
    expectedModels = TrainedArchive.digestsOfModels(alone);
    expectedForecast = forecast(alone);
    cluster = TestCluster.start(folder.resolve("cluster"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void heal() {
    cluster.startMissing();
  }

  /** How far an archive is. */
  enum Moment {
    FIRST_FILE_STAGED,
    EVERY_FILE_STAGED;

    private boolean hasCome(Path archive) {
      long staged = ChildCommand.files(archive.resolve(".pending"));
      return staged >= (this == FIRST_FILE_STAGED ? 1 : expected.size());
    }
  }

  private CompletableFuture<CommandRun> submitted(String... words) {
    return CompletableFuture.supplyAsync(() -> cluster.submit(words));
  }

  private CompletableFuture<CommandRun> archiving() {
    return submitted(
        "archive",
        "--from",
        snapshot.toString(),
        "--archive",
        archive.toString(),
        "--parallelism",
        SLOTS);
  }

  private static void await(String what, CompletableFuture<?> work, BooleanSupplier moment) {
    Await.until(what, PATIENCE, () -> moment.getAsBoolean() || work.isDone());
    assertThat(work).as("not done when " + what).isNotDone();
  }

  /**
   * Kills when the moment has come.
   *
   * @param then what to do before the archive may go on
   */
  private CommandRun archivedThough(Moment moment, String[] victims, Runnable then)
      throws IOException {
    archive = Files.createDirectory(temp.resolve("archive"));
    CompletableFuture<CommandRun> archiving;
    try (BlobStore store = BlobStores.open(archive.toString());
        CommitLock lock = CommitLock.take(store, PATIENCE)) {
      archiving = archiving();
      await(moment.name(), archiving, () -> moment.hasCome(archive));
      for (String victim : victims) {
        cluster.kill(victim);
      }
      then.run();
      assertThat(archiving).isNotDone();
      lock.check();
    }
    return archiving.join();
  }

  private void assertThatItIsArchived(CommandRun run) {
    assertThat(run.exit()).as(() -> run.err() + cluster.said()).isEqualTo(ExitCode.DONE);
    assertThat(ArchiveListing.ofData(archive)).isEqualTo(expected);
    CommandRun verified =
        CommandRun.of("verify", "latest", "--deep", "--archive", archive.toString());
    assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @EnumSource
  void archivesWithTheTaskManagerThatIsLeft(Moment moment) throws IOException {
    CommandRun run = archivedThough(moment, new String[] {"taskmanager-1"}, () -> {});

    assertThatItIsArchived(run);
    assertThat(cluster.startMissing()).containsExactly("taskmanager-1");
  }

  @ParameterizedTest
  @CsvSource({
    "FIRST_FILE_STAGED, jobmanager",
    "EVERY_FILE_STAGED, jobmanager",
    "EVERY_FILE_STAGED, taskmanager-1 taskmanager-2",
    "FIRST_FILE_STAGED, jobmanager taskmanager-1 taskmanager-2"
  })
  void archivesWhenTheyAreBack(Moment moment, String victims) throws IOException {
    String[] names = victims.split(" ");

    CommandRun run =
        archivedThough(
            moment, names, () -> assertThat(cluster.startMissing()).containsExactly(names));

    assertThatItIsArchived(run);
  }

  /** The files of a backup are published one after the other; before the manifest none counts. */
  @Test
  void archivesThoughThoseWhoPublishAreKilled() throws IOException {
    archive = temp.resolve("archive");
    CompletableFuture<CommandRun> archiving = archiving();
    Await.until(
        "the first file is published",
        PATIENCE,
        () -> ChildCommand.files(archive.resolve("samples")) > 0);
    cluster.freeze(TASK_MANAGERS);
    for (String name : TASK_MANAGERS) {
      cluster.kill(name);
    }

    assertThat(cluster.startMissing()).containsExactly(TASK_MANAGERS);
    assertThatItIsArchived(archiving.join());
  }

  /** The job of the one that was killed is still there when it is given again. */
  @Test
  void archivesThoughWhoeverWaitsForItIsKilledAndAsksAgain() throws IOException {
    archive = Files.createDirectory(temp.resolve("archive"));
    CompletableFuture<CommandRun> again;
    try (BlobStore store = BlobStores.open(archive.toString());
        CommitLock lock = CommitLock.take(store, PATIENCE)) {
      ChildCommand child =
          ChildCommand.start(
              Files.createDirectory(temp.resolve("scratch")),
              "archive",
              "--cluster",
              cluster.url(),
              "--from",
              snapshot.toString(),
              "--archive",
              archive.toString());
      child.awaitUntil("staged", () -> Moment.EVERY_FILE_STAGED.hasCome(archive));
      assertThat(child.kill()).as(child.said()).isTrue();
      Set<String> first = jobs("archive ");
      again = archiving();
      String second = awaitJob("archive ", first);
      await("the second is at work", again, () -> state(second).equals("RUNNING"));
      lock.check();
    }

    assertThatItIsArchived(again.join());
    Await.until("no job is left", PATIENCE, () -> active("archive ") == 0);
    assertThat(ArchiveListing.ofData(archive)).isEqualTo(expected);
  }

  private static String forecast(Path root) {
    CommandRun run =
        CommandRun.of(
            "forecast",
            "--archive",
            root.toString(),
            "--series",
            "{job=\"node\"}",
            "--horizon",
            "6h",
            "--json");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.json().path("series").toString();
  }

  private static String state(String job) {
    return cluster.ask("/jobs/" + job).path("state").asText();
  }

  private static long active(String name) {
    long active = 0;
    for (JsonNode job : cluster.status().path("jobs")) {
      if (job.path("name").asText().startsWith(name)
          && List.of("CREATED", "INITIALIZING", "RUNNING", "RESTARTING")
              .contains(job.path("state").asText())) {
        active++;
      }
    }
    return active;
  }

  /** The jobs of that name, those that have ended too. */
  private static Set<String> jobs(String name) {
    Set<String> jobs = new HashSet<>();
    for (JsonNode job : cluster.status().path("jobs")) {
      if (job.path("name").asText().startsWith(name)) {
        jobs.add(job.path("id").asText());
      }
    }
    return jobs;
  }

  /** The job of that name that was not there before, as soon as it is. */
  private static String awaitJob(String name, Set<String> before) {
    AtomicReference<String> found = new AtomicReference<>();
    Await.until(
        name + " is sent",
        PATIENCE,
        () -> {
          jobs(name).stream().filter(job -> !before.contains(job)).forEach(found::set);
          return found.get() != null;
        });
    return found.get();
  }

  private static boolean hasReadEverything(String job) {
    return cluster.ask("/jobs/" + job).at("/vertices/0/status").asText().equals("FINISHED");
  }

  private CompletableFuture<CommandRun> training(int attempt) {
    archive = temp.resolve("archive-" + attempt);
    TrainedArchive.archive(snapshot, archive.toString());
    return submitted(
        "train",
        "--config",
        config.toString(),
        "--archive",
        archive.toString(),
        "--parallelism",
        SLOTS);
  }

  /** A training whose workers are frozen amid the learning; where one was too quick, another. */
  private CompletableFuture<CommandRun> frozenTraining() {
    for (int attempt = 1; attempt <= 20; attempt++) {
      Set<String> before = jobs("train ");
      CompletableFuture<CommandRun> training = training(attempt);
      String job = awaitJob("train ", before);
      Await.until(
          "the archive has been read", PATIENCE, () -> hasReadEverything(job) || training.isDone());
      cluster.freeze(TASK_MANAGERS);
      if (state(job).equals("RUNNING")) {
        return training;
      }
      cluster.thaw(TASK_MANAGERS);
      training.join();
    }
    throw new AssertionError("every training had ended before it could be frozen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"taskmanager-1", "jobmanager"})
  void trainsTheSameModels(String victim) throws IOException {
    CompletableFuture<CommandRun> training = frozenTraining();

    cluster.kill(victim);
    for (String name : TASK_MANAGERS) {
      if (!name.equals(victim)) {
        cluster.thaw(name);
      }
    }
    if (victim.equals("jobmanager")) {
      assertThat(cluster.startMissing()).containsExactly(victim);
    }

    CommandRun run = training.join();
    assertThat(run.exit()).as(() -> run.err() + cluster.said()).isEqualTo(ExitCode.DONE);
    assertThat(TrainedArchive.digestsOfModels(archive)).isEqualTo(expectedModels);
    assertThat(forecast(archive)).isEqualTo(expectedForecast);
    CommandRun verified =
        CommandRun.of("models", "verify", "--archive", archive.toString(), "--json");
    assertThat(verified.exit()).as(verified.out()).isEqualTo(ExitCode.DONE);
    assertThat(verified.json().path("versions").asInt()).isEqualTo(1);
  }
}
