package dev.almanac.jobs;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.ModelVersion;
import dev.almanac.training.Evaluations;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a training tells monitoring. What only a successful one knows stays as the last successful
 * one left it.
 */
final class TrainMetrics {

  private static final String FAILURES = "almanac_training_failures";

  private final Map<String, Double> before;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  private TrainMetrics(Map<String, Double> before) {
    this.before = before;
  }

  /** Publishes a training that came to its end. */
  static void succeeded(Path file, TrainRun.Outcome outcome) throws IOException {
    TrainMetrics training = new TrainMetrics(TextfileMetrics.read(file));
    training.ended(true, outcome.took());
    training.succeeded(outcome);
    training.replace(file);
  }

  /** Counts a training that failed. */
  static void failed(Path file, Instant begin) throws IOException {
    TrainMetrics training = new TrainMetrics(TextfileMetrics.read(file));
    training.ended(false, Duration.between(begin, Instant.now()));
    training.keep(
        "almanac_training_last_success_timestamp_seconds", "When a training last succeeded.");
    training.keepModel();
    training.replace(file);
  }

  private void ended(boolean success, Duration took) {
    counter(
        FAILURES,
        "How many trainings failed, or learned nothing.",
        before.getOrDefault(FAILURES + "_total", 0.0) + (success ? 0 : 1));
    gauge("almanac_training_success", "Whether the last training succeeded.", success ? 1 : 0)
        .gauge("almanac_training_timestamp_seconds", "When the last training ended.", now())
        .gauge(
            "almanac_training_duration_seconds",
            "How long the last training took.",
            took.toMillis() / 1000.0);
  }

  private TrainMetrics gauge(String name, String help, double value) {
    metrics.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
            .build());
    return this;
  }

  /**
   * @param name without {@code _total}
   */
  private void counter(String name, String help, double value) {
    metrics.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void replace(Path file) throws IOException {
    TextfileMetrics.replace(file, new MetricSnapshots(metrics));
  }

  private static double now() {
    return (double) Instant.now().getEpochSecond();
  }

  private void succeeded(TrainRun.Outcome outcome) {
    gauge(
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
            outcome.promoted() ? 1 : 0);
    double number =
        outcome.promoted()
            ? outcome.version().orElseThrow().number()
            : outcome.champion().map(ModelVersion::number).orElse(0);
    gauge("almanac_model_version", "The number of the champion's version; 0 for none.", number);
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
    gauge(
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
    keep("almanac_model_version", "The number of the champion's version; 0 for none.");
    keep(
        "almanac_model_evaluated_series",
        "How many series the champion forecast on days after its training.");
    keep("almanac_model_mase", MASE);
    keep("almanac_model_smape", SMAPE);
    keep("almanac_model_owa", OWA);
    keep("almanac_model_msis", MSIS);
    keep("almanac_model_coverage", COVERAGE);
  }

  private void keep(String name, String help) {
    if (before.containsKey(name)) {
      gauge(name, help, before.get(name));
    }
  }
}
