package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.flink.live.LocalJob;
import dev.almanac.flink.score.LiveModel;
import dev.almanac.flink.score.ModelFeed;
import dev.almanac.flink.score.ModelUpdate;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.Trust;
import dev.almanac.registry.client.RegistryEndpoint;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ModelFeedTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A metric of the generated fleet that the second training leaves out. */
  private static final String LEFT_OUT = "cpu_utilisation_percent";

  /** What each series was told last. */
  private static final Map<Labels, Optional<LiveModel>> MODELS = new ConcurrentHashMap<>();

  private static final AtomicInteger TOLD = new AtomicInteger();
  private static final AtomicBoolean FAILS = new AtomicBoolean();

  @TempDir private Path temp;
  private Path root;
  private LocalJob job;

  private static final class Recorder extends ProcessFunction<ModelUpdate, ModelUpdate> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(ModelUpdate update, Context context, Collector<ModelUpdate> out) {
      if (FAILS.compareAndSet(true, false)) {
        throw new IllegalStateException("fails once, as told");
      }
      MODELS.put(update.labels(), update.model());
      TOLD.incrementAndGet();
    }
  }

  @BeforeEach
  void archive() throws IOException {
    MODELS.clear();
    TOLD.set(0);
    FAILS.set(false);
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    root = TrainedArchive.archive(temp, 8, 1, today.minus(Duration.ofDays(8)));
  }

  @AfterEach
  void stop() throws Exception {
    job.stop();
  }

  private void start() throws Exception {
    start(ModelFeed.of(root.toString(), "metrics"));
  }

  private void start(ModelFeed feed) throws Exception {
    StreamExecutionEnvironment env = LocalJob.environment(1);
    env.fromSource(
            feed.every(Duration.ofMillis(100)),
            WatermarkStrategy.noWatermarks(),
            "models",
            ModelUpdate.TYPE)
        .process(new Recorder())
        .returns(ModelUpdate.TYPE)
        .sinkTo(new DiscardingSink<>());
    job = LocalJob.start(env);
  }

  private void train(String more) throws IOException {
    Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG + more);
    CommandRun run =
        CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isIn(ExitCode.DONE, ExitCode.NO);
  }

  private void models(String... words) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(words));
    all.addAll(List.of("--archive", root.toString()));
    CommandRun run = CommandRun.of(all.toArray(new String[0]));
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  private static boolean allAreOf(int version) {
    return !MODELS.isEmpty()
        && MODELS.values().stream()
            .allMatch(model -> model.map(LiveModel::version).orElse(version) == version);
  }

  private static void awaitVersion(int version) {
    Await.until("all models are of version " + version, PATIENCE, () -> allAreOf(version));
  }

  private static List<Optional<LiveModel>> leftOut() {
    return MODELS.entrySet().stream()
        .filter(entry -> entry.getKey().metricName().equals(LEFT_OUT))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void followsTheChampionBeforeThereIsOneByPromotionAndByRollBack() throws Exception {
    start();
    train("");
    awaitVersion(1);
    Await.until("every series is told", PATIENCE, () -> MODELS.size() == TrainedArchive.SERIES);
    Map<Labels, Optional<LiveModel>> first = Map.copyOf(MODELS);
    assertThat(leftOut()).isNotEmpty().allMatch(Optional::isPresent);
    List<LiveModel> paths = first.values().stream().flatMap(Optional::stream).toList();
    assertThat(paths)
        .hasSizeGreaterThan(TrainedArchive.SERIES / 2) // constants have none
        .allSatisfy(
            model -> {
              long now = System.currentTimeMillis();
              assertThat(model.path().covers(now)).isTrue();
              assertThat(model.path().expected(now)).isFinite();
              assertThat(model.path().spread(now)).isPositive();
            });

    train("series: [{match: %s, skip: true}, {match: '{__name__=~\".+\"}'}]".formatted(LEFT_OUT));
    models("promote", "metrics", "2");
    awaitVersion(2);
    Await.until(
        "some are told to have none",
        PATIENCE,
        () -> leftOut().stream().allMatch(Optional::isEmpty));
    assertThat(MODELS).hasSameSizeAs(first);
    // The others were learned from the same, and are the same.
    assertThat(MODELS)
        .allSatisfy(
            (labels, model) ->
                model.ifPresent(
                    same ->
                        assertThat(same.digest())
                            .isEqualTo(first.get(labels).orElseThrow().digest())));

    models("rollback", "metrics");
    awaitVersion(1);
    Await.until(
        "they have their models back",
        PATIENCE,
        () -> leftOut().stream().allMatch(Optional::isPresent));
  }

  @Test
  void followsTheChampionOfARegistryThatIsServed() throws Exception {
    Path scratch = Files.createDirectory(temp.resolve("served"));
    String secret = ServedArchive.token(root, "watch", "read");
    ServedArchive served = ServedArchive.start(scratch, root, secret, 0);
    try (served) {
      start(
          ModelFeed.of(root.toString(), "metrics")
              .from(RegistryEndpoint.of(served.url(), secret, Trust.OF_THE_JVM)));
      train("");
      awaitVersion(1);
      train("series: [{match: %s, skip: true}, {match: '{__name__=~\".+\"}'}]".formatted(LEFT_OUT));
      models("promote", "metrics", "2");
      awaitVersion(2);
    }
    // What is loaded stays while nobody answers.
    ServedArchive again = ServedArchive.start(scratch, root, secret, served.port());
    try (again) {
      models("rollback", "metrics");
      awaitVersion(1);
    }
  }

  @Test
  void tellsEachSeriesAfterAFailureAndNobodyTwiceOnceAllAreTold() throws Exception {
    train("");
    FAILS.set(true);
    start();
    Await.until("every series is told", PATIENCE, () -> MODELS.size() == TrainedArchive.SERIES);

    assertThat(FAILS).isFalse();
    assertThat(allAreOf(1)).isTrue();
    assertThat(TOLD).hasValue(TrainedArchive.SERIES);
  }

  @Test
  void followsTheChampionAlsoWhereTheVersionBeforeIsDamagedByNow() throws Exception {
    train("");
    start();
    awaitVersion(1);
    List<Path> first = modelFiles();
    assertThat(first).isNotEmpty();
    train("");
    damage(first);
    models("promote", "metrics", "2");

    awaitVersion(2);
  }

  private void damage(List<Path> files) throws IOException {
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      Files.write(file, content);
    }
  }

  private List<Path> modelFiles() throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("registry"))) {
      return all.filter(file -> file.getParent().endsWith("data") && Files.isRegularFile(file))
          .toList();
    }
  }
}
