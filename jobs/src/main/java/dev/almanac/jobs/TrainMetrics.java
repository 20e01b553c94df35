package dev.almanac.jobs;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.ModelVersion;
import dev.almanac.training.Evaluations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What a training tells monitoring. What only a successful one knows stays as the last successful
 * one left it.
 */
final class TrainMetrics {

  private final MetricsFile metrics;

  private TrainMetrics(Path file) throws IOException {
    metrics = MetricsFile.after(file);
  }

  /** Publishes a training that came to its end. */
  static void succeeded(Path file, TrainRun.Outcome outcome) throws IOException {
    TrainMetrics training = new TrainMetrics(file);
    training.ended(true, outcome.took());
    training.succeeded(outcome);
    training.metrics.write();
  }

  /** Counts a training that failed. */
  static void failed(Path file, Instant begin) throws IOException {
    TrainMetrics training = new TrainMetrics(file);
    training.ended(false, Duration.between(begin, Instant.now()));
    training.metrics.keep(
        "almanac_training_last_success_timestamp_seconds", "When a training last succeeded.");
    training.keepModel();
    training.metrics.write();
  }

  private void ended(boolean success, Duration took) {
    metrics
        .count(
            "almanac_training_failures_total",
            "How many trainings failed, or learned nothing.",
            success ? 0 : 1)
        .gauge("almanac_training_success", "Whether the last training succeeded.", success)
        .gauge("almanac_training_timestamp_seconds", "When the last training ended.", now())
        .gauge(
            "almanac_training_duration_seconds",
            "How long the last training took.",
            took.toMillis() / 1000.0);
  }

  private static double now() {
    return (double) Instant.now().getEpochSecond();
  }

  private void succeeded(TrainRun.Outcome outcome) {
    metrics
        .gauge(
            "almanac_training_last_success_timestamp_seconds",
            "When a training last succeeded.",
            now())
        .gauge(
            "almanac_training_series_fitted",
            "How many series the last training learned.",
            (double) outcome.report().fitted())
        .gauge(
            "almanac_training_series_skipped",
            "How many series the last training did not learn.",
            outcome.report().skipped().values().stream().mapToDouble(Long::doubleValue).sum())
        .gauge(
            "almanac_training_promoted",
            "Whether the last training's model became champion.",
            outcome.promoted());
    double number =
        outcome.promoted()
            ? outcome.version().orElseThrow().number()
            : outcome.champion().map(ModelVersion::number).orElse(0);
    metrics.gauge(
        "almanac_model_version", "The number of the champion's version; 0 for none.", number);
    model(outcome);
  }

  /** The accuracy of the champion on the days since it was trained. */
  private void model(TrainRun.Outcome outcome) {
    Evaluations evaluations = new Evaluations(outcome.plan());
    boolean later =
        outcome.champion().isPresent()
            && outcome.champion().get().lineage().time().until() <= evaluations.holdout().from();
    Evaluation champion = evaluations.champion(outcome.report().series());
    if (!later || champion.series() == 0) {
      keepModel();
      return;
    }
    metrics
        .gauge(
            "almanac_model_evaluated_series",
            "How many series the champion forecast on days after its training.",
            (double) champion.series())
        .gauge("almanac_model_mase", MASE, champion.mean(GroupAccuracy::mase))
        .gauge("almanac_model_smape", SMAPE, champion.mean(GroupAccuracy::smape))
        .gauge("almanac_model_owa", OWA, champion.mean(GroupAccuracy::owa))
        .gauge("almanac_model_msis", MSIS, champion.mean(GroupAccuracy::msis))
        .gauge("almanac_model_coverage", COVERAGE, champion.mean(GroupAccuracy::coverage));
  }

  private static final String MASE =
      "Mean absolute scaled error of the champion on days after its training.";
  private static final String SMAPE =
      "Symmetric mean absolute percentage error of the champion on days after its training.";
  private static final String OWA =
      "Error of the champion relative to the seasonal naive on days after its training.";
  private static final String MSIS =
      "Mean scaled interval score of the champion on days after its training.";
  private static final String COVERAGE =
      "Part of the values within the champion's 95 % bands on days after its training.";

  private void keepModel() {
    metrics
        .keep("almanac_model_version", "The number of the champion's version; 0 for none.")
        .keep(
            "almanac_model_evaluated_series",
            "How many series the champion forecast on days after its training.")
        .keep("almanac_model_mase", MASE)
        .keep("almanac_model_smape", SMAPE)
        .keep("almanac_model_owa", OWA)
        .keep("almanac_model_msis", MSIS)
        .keep("almanac_model_coverage", COVERAGE);
  }
}
