package dev.almanac.training;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.Backtest;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.Forecaster;
import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.HoldOut;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Tries on an archive's past how well its series would have been forecast: from several origins, a
 * horizon apart, each time by a model that was learned from what was before.
 */
public final class ArchiveBacktest {

  private final TrainingPlan plan;
  private final ArchiveHistories histories;
  private final SeriesRules rules;
  private final int origins;

  /** Is told what was forecast, by several threads. */
  @FunctionalInterface
  public interface Trials {

    /** Nobody looks. */
    Trials IGNORED = (labels, forecaster, trials) -> {};

    /**
     * Takes in the forecasts of one series.
     *
     * @param forecaster who made them
     * @param trials beside what came, earliest first
     */
    void tried(Labels labels, Who forecaster, List<HoldOut> trials);
  }

  /** Who is tried. */
  public enum Who {
    /** What a training would publish. */
    ENSEMBLE,
    /** What it is compared with: the last of the longest season that is found, once more. */
    SEASONAL_NAIVE
  }

  /**
   * @param store the archive
   * @param origins how many forecasts of each series
   */
  public ArchiveBacktest(BlobStore store, Manifest backup, TrainingPlan plan, int origins) {
    this.plan = plan;
    this.origins = origins;
    histories = new ArchiveHistories(store, backup);
    rules = new SeriesRules(plan.config());
  }

  /**
   * Tries the series that a selector means and a training would learn.
   *
   * @param progress told of samples, as they are read
   * @param tried told of series, as they are done, by several threads
   * @param trials told of their forecasts
   */
  public TrainingReport run(
      Selector selector, LongConsumer progress, Runnable tried, Trials trials) {
    Map<Labels, Resampler> read =
        histories.read(
            selector.range(),
            labels ->
                selector.matches(labels)
                    ? rules
                        .ruleOf(labels)
                        .map(
                            rule ->
                                plan.resampling(rules.kindOf(labels, rule), rule.settings().step()))
                    : Optional.empty(),
            plan.time(),
            progress);
    List<SeriesSummary> series =
        read.entrySet().parallelStream()
            .map(
                one -> {
                  SeriesSummary summary = run(one.getKey(), one.getValue(), trials);
                  tried.run();
                  return summary;
                })
            .toList();
    return new TrainingReport(series, 0, new Evaluations(plan).challenger(series));
  }

  private SeriesSummary run(Labels labels, Resampler steps, Trials trials) {
    SeriesSettings settings = rules.ruleOf(labels).orElseThrow().settings();
    ForecastOptions options = settings.options(steps.how().kind());
    History history = steps.history();
    List<HoldOut> ours = run(Forecasters.ensemble(), options, settings, history);
    List<HoldOut> naive = run(Forecasters.seasonalNaive(), options, settings, history);
    String reason = "";
    if (history.known() < settings.minimumSteps()) {
      reason = settings.tooShort();
    } else if (ours.isEmpty()) {
      reason = "no forecast could be compared with values";
    }
    if (reason.isEmpty()) {
      trials.tried(labels, Who.ENSEMBLE, ours);
      trials.tried(labels, Who.SEASONAL_NAIVE, naive);
    }
    return new SeriesSummary(
        labels,
        steps.how().kind(),
        history.step(),
        history.known(),
        reason,
        List.of(),
        reason.isEmpty() ? accuracy(ours, naive) : SeriesAccuracy.UNKNOWN,
        SeriesAccuracy.UNKNOWN);
  }

  private List<HoldOut> run(
      Forecaster forecaster, ForecastOptions options, SeriesSettings settings, History history) {
    return new Backtest(forecaster, options, origins, options.horizon(), settings.naiveSeason())
        .run(history);
  }

  private static SeriesAccuracy accuracy(List<HoldOut> ours, List<HoldOut> naive) {
    return new SeriesAccuracy(
        mean(ours, one -> one.mae() / scale(one)),
        mean(ours, HoldOut::smape),
        mean(naive, one -> one.mae() / scale(one)),
        mean(naive, HoldOut::smape),
        mean(ours, one -> one.msis(Holdout.LEVEL) * one.naiveScale() / scale(one)),
        mean(ours, one -> one.coverage(Holdout.LEVEL)));
  }

  private static double scale(HoldOut holdOut) {
    return Holdout.scale(holdOut.naiveScale(), holdOut.actual());
  }

  private static double mean(List<HoldOut> holdOuts, ToDoubleFunction<HoldOut> measure) {
    return holdOuts.stream()
        .mapToDouble(measure)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
