package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.flink.GatheredRecords;
import dev.almanac.flink.IdleReaderContext;
import dev.almanac.flink.score.FeedSplit;
import dev.almanac.flink.score.LiveModel;
import dev.almanac.flink.score.ModelFeed;
import dev.almanac.flink.score.ModelUpdate;
import dev.almanac.prometheus.Await;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that some series were told of, but not all. */
@Timeout(600)
class InterruptedFeedTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A metric that the first version has no models for. */
  private static final String LEFT_OUT = "cpu_utilisation_percent";

  @TempDir private Path temp;
  private Path root;
  private final GatheredRecords<ModelUpdate> told = new GatheredRecords<>();
  private SourceReader<ModelUpdate, FeedSplit> reader;

  @BeforeEach
  void archive() throws IOException {
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    root = TrainedArchive.archive(temp, 8, 1, today.minus(Duration.ofDays(8)));
    train("series: [{match: %s, skip: true}, {match: '{__name__=~\".+\"}'}]".formatted(LEFT_OUT));
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
  }

  private void train(String more) throws IOException {
    Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG + more);
    CommandRun run =
        CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isIn(ExitCode.DONE, ExitCode.NO);
  }

  private void promote(int version) {
    CommandRun run =
        CommandRun.of("models", "promote", "metrics", version + "", "--archive", root.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  private void start(FeedSplit position) {
    reader =
        ModelFeed.of(root.toString(), "metrics")
            .every(Duration.ofMillis(100))
            .createReader(new IdleReaderContext());
    reader.start();
    reader.addSplits(List.of(position));
  }

  private void await(String what, Predicate<FeedSplit> condition) {
    Await.until(what, PATIENCE, () -> condition.test(poll()));
  }

  /** Where the feed stands after what it has by now. */
  private FeedSplit poll() {
    try {
      while (reader.pollNext(told) == InputStatus.MORE_AVAILABLE) {
        // Each is gathered.
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return reader.snapshotState(1).get(0);
  }

  private void awaitLoaded(int version) {
    await(
        "version " + version + " is loaded",
        position -> position.version() == version && position.begun().isEmpty());
  }

  /** What each series was told last. */
  private Map<Labels, Optional<LiveModel>> models() {
    Map<Labels, Optional<LiveModel>> models = new HashMap<>();
    told.records().forEach(update -> models.put(update.labels(), update.model()));
    return models;
  }

  @Test
  void leavesNoSeriesWithItAfterARollBack() throws Exception {
    train("");
    promote(1);

    start(new FeedSplit(1, Long.MAX_VALUE, Set.of(2)));
    awaitLoaded(1);

    Map<Labels, Optional<LiveModel>> models = models();
    assertThat(models.values())
        .filteredOn(Optional::isPresent)
        .isNotEmpty()
        .allMatch(model -> model.orElseThrow().version() == 1);
    assertThat(models.entrySet())
        .filteredOn(model -> model.getKey().metricName().equals(LEFT_OUT))
        .isNotEmpty()
        .allMatch(model -> model.getValue().isEmpty());
  }

  @Test
  void isRememberedBeforeTheFirstSeriesIsTold() throws Exception {
    Path samples = root.resolve("samples");
    Path away = Files.move(samples, temp.resolve("away"), StandardCopyOption.ATOMIC_MOVE);

    start(new FeedSplit(0, Long.MAX_VALUE, Set.of()));
    await("a load has begun", position -> position.begun().equals(Set.of(1)));
    assertThat(told.records()).isEmpty();

    Files.move(away, samples, StandardCopyOption.ATOMIC_MOVE);
    awaitLoaded(1);
    assertThat(models()).isNotEmpty();
  }
}
