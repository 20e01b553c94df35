package dev.almanac.training;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.VersionDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes a trained model a version of the registry, and champion where the gate lets it. Until the
 * version is there nothing of it is seen.
 */
public final class TrainingPublisher {

  private static final String ACTOR = "almanac train";

  private final ModelRegistry registry;
  private final TrainingPlan plan;
  private final Evaluations evaluations;

  public TrainingPublisher(ModelRegistry registry, TrainingPlan plan) {
    this.registry = registry;
    this.plan = plan;
    evaluations = new Evaluations(plan);
  }

  /**
   * Publishes every file below a folder.
   *
   * @param folder a saved model
   * @return the version, of which the registry holds everything
   */
  public ModelVersion publish(Path folder, TrainingReport report, Lineage lineage)
      throws IOException {
    SortedMap<String, Path> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(TrainingPublisher::isModel).toList()) {
        content.put(folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    VersionDetails details =
        new VersionDetails(
            lineage, Optional.of(report.evaluation()), report.metrics(), new TreeMap<>());
    return registry.publish(plan.config().model(), details, content);
  }

  /** Flink leaves checksums of local files beside them, under hidden names. */
  private static boolean isModel(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
  }

  /**
   * Lets the gate decide whether a version becomes champion.
   *
   * @param champion what it is compared with
   * @return what the gate found, which the registry keeps
   */
  public GateReport admit(
      ModelVersion challenger, TrainingReport report, Optional<ModelVersion> champion) {
    GateReport judged = judge(report, champion);
    registry.admit(challenger.id(), judged, ACTOR);
    return judged;
  }

  private GateReport judge(TrainingReport report, Optional<ModelVersion> champion) {
    Gate gate = new Gate(GateRule.DEFAULT);
    if (champion.isEmpty()) {
      return gate.judge(report.evaluation());
    }
    Evaluation now = evaluations.champion(report.series());
    Optional<Evaluation> unseen = unseen(champion.get());
    // A champion that forecasts nothing any more is no match, however well it once did.
    return unseen.isPresent() && now.series() > 0
        ? gate.judge(report.evaluation(), champion.get().number(), unseen.get())
        : gate.judge(evaluations.comparable(report.series()), champion.get().number(), now);
  }

  /**
   * A champion that learned from the same time has seen the hold-out by now; but it was judged on
   * the same one itself, when it had not.
   */
  private Optional<Evaluation> unseen(ModelVersion champion) {
    boolean comparable =
        plan.config()
            .description()
            .get("group_by")
            .equals(champion.lineage().configuration().get("group_by"));
    return champion
        .details()
        .evaluation()
        .filter(own -> comparable && own.holdout().equals(evaluations.holdout()))
        .filter(own -> own.level() == Holdout.LEVEL);
  }
}
