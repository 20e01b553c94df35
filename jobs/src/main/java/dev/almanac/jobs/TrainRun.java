package dev.almanac.jobs;

import dev.almanac.flink.ForecastEstimator;
import dev.almanac.flink.ForecastModel;
import dev.almanac.flink.JoinFunction;
import dev.almanac.flink.ResampleFunction;
import dev.almanac.registry.AliasMovedException;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.TrainingFailure;
import dev.almanac.training.Evaluations;
import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesSummary;
import dev.almanac.training.TrainingException;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingPublisher;
import dev.almanac.training.TrainingReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A {@link TrainJob} run to its end, from its plan to the version that came of it. */
final class TrainRun {

  private static final MemorySize BUFFERS = MemorySize.ofMebiBytes(64);

  private final TrainingPlan plan;
  private final ModelRegistry registry;
  private final Engine engine;
  private final Optional<Path> shared;

  /** A run in this JVM. */
  TrainRun(ModelRegistry registry, TrainingPlan plan) {
    this(registry, plan, Engine.HERE, Optional.empty());
  }

  /**
   * A run wherever jobs run.
   *
   * @param registry where the version goes
   * @param shared a folder that all workers reach; empty where they are on this machine
   */
  TrainRun(ModelRegistry registry, TrainingPlan plan, Engine engine, Optional<Path> shared) {
    this.plan = plan;
    this.engine = engine;
    this.shared = shared;
    this.registry = registry;
  }

  /**
   * What came of a training.
   *
   * @param champion that was in use until then
   * @param unreadable how many of its models cannot be read by this release
   * @param version that was published; empty on a dry run
   * @param gate what it found; empty on a dry run, and where the champion had changed meanwhile
   */
  record Outcome(
      TrainingPlan plan,
      TrainingReport report,
      long samples,
      Duration took,
      Optional<ModelVersion> champion,
      long unreadable,
      Optional<ModelVersion> version,
      Optional<GateReport> gate) {

    boolean promoted() {
      return gate.isPresent() && gate.get().passes();
    }
  }

  /**
   * Trains and, unless it is a dry run, publishes, or records in the registry that it failed.
   *
   * @throws TrainingException where no series was learned
   */
  Outcome run(int parallelism, boolean dry, StatusLine status) throws Exception {
    Instant begin = Instant.now();
    try {
      return run(begin, parallelism, dry, status);
    } catch (Exception e) {
      if (!dry) {
        record(begin, e);
      }
      throw e;
    }
  }

  private void record(Instant begin, Exception failure) {
    Instant end = Instant.now();
    TrainingFailure known =
        new TrainingFailure(
            plan.backup(),
            Failure.of(failure).message(),
            code(),
            host(),
            end,
            Duration.between(begin, end));
    try {
      registry.record(plan.config().model(), known);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Outcome run(Instant begin, int parallelism, boolean dry, StatusLine status)
      throws Exception {
    try (WorkFolder work =
        shared.isPresent() ? WorkFolder.create(shared.get()) : WorkFolder.create()) {
      Optional<ModelVersion> champion =
          registry.aliased(plan.config().model(), ModelRegistry.CHAMPION);
      String champions = "";
      if (champion.isPresent()) {
        status.show("copying the champion");
        registry.copy(champion.get(), work.path().resolve("champion"));
        champions = work.path().resolve("champion").resolve(ForecastModel.DATA).toString();
      }
      Path folder = work.path().resolve("model");
      JobExecutionResult end = train(parallelism, folder, champions, status);
      TrainingReport report = report(folder, end);
      long samples = end.<Long>getAccumulatorResult(ResampleFunction.SAMPLES);
      Optional<ModelVersion> version = Optional.empty();
      Optional<GateReport> gate = Optional.empty();
      if (!dry) {
        status.show("publishing");
        TrainingPublisher publisher = new TrainingPublisher(registry, plan);
        version = Optional.of(publisher.publish(folder, report, lineage(begin)));
        gate = admit(publisher, version.get(), report, champion);
      }
      Duration took = Duration.between(begin, Instant.now());
      long unreadable = end.<Long>getAccumulatorResult(ForecastEstimator.UNREADABLE);
      return new Outcome(plan, report, samples, took, champion, unreadable, version, gate);
    }
  }

  private JobExecutionResult train(
      int parallelism, Path folder, String champions, StatusLine status) throws Exception {
    StreamExecutionEnvironment flink = engine.environment(parallelism, BUFFERS);
    new TrainJob(plan, folder.toString(), champions).build(flink);
    return new JobProgress(flink.executeAsync("train " + plan.backup()), this::progress)
        .await(status);
  }

  private String progress(Map<String, Object> counts) {
    return "day %d of %d, %s of at most %s samples, %s learned"
        .formatted(
            JobProgress.count(counts, ResampleFunction.SPLITS),
            plan.splits().size(),
            Human.count(JobProgress.count(counts, ResampleFunction.SAMPLES)),
            Human.count(plan.samples()),
            Human.count(JobProgress.count(counts, ForecastEstimator.SERIES)) + " series");
  }

  private TrainingReport report(Path folder, JobExecutionResult end) throws IOException {
    Path data = folder.resolve(ForecastModel.DATA);
    List<SeriesSummary> series = ModelFolder.open(data).summaries();
    TrainingReport report =
        new TrainingReport(
            series,
            end.<Long>getAccumulatorResult(JoinFunction.HISTOGRAMS),
            new Evaluations(plan).challenger(series));
    if (report.fitted() == 0) {
      throw new TrainingException(
          "nothing was learned from backup %s: %s; no model was changed"
              .formatted(
                  plan.backup(),
                  report.skipped().isEmpty()
                      ? "no series is selected, or none has samples in the window"
                      : report.skipped()));
    }
    return report;
  }

  private Lineage lineage(Instant begin) {
    return new Lineage(
        List.of(plan.backup()),
        plan.time(),
        plan.config().description(),
        code(),
        host(),
        Duration.between(begin, Instant.now()));
  }

  private static String code() {
    return "almanac " + Version.number();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown"; // a host without a name of its own
    }
  }

  /** A champion that changed while we trained is not compared with; the version stays. */
  private static Optional<GateReport> admit(
      TrainingPublisher publisher,
      ModelVersion version,
      TrainingReport report,
      Optional<ModelVersion> champion) {
    try {
      return Optional.of(publisher.admit(version, report, champion));
    } catch (AliasMovedException e) {
      return Optional.empty();
    }
  }
}
