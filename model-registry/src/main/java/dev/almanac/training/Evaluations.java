package dev.almanac.training;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** From the accuracy of series to that of groups, of which the registry keeps and compares. */
public final class Evaluations {

  private final SeriesRules rules;
  private final TimeRange holdout;

  public Evaluations(TrainingPlan plan) {
    rules = new SeriesRules(plan.config());
    long until = plan.time().until();
    holdout = new TimeRange(until - plan.config().holdout().toMillis(), until);
  }

  /** The time that was held out. */
  public TimeRange holdout() {
    return holdout;
  }

  /** How well the new models did. */
  public Evaluation challenger(List<SeriesSummary> series) {
    return evaluation(series, SeriesSummary::accuracy);
  }

  /** How well the models in use did; without a group where there are none. */
  public Evaluation champion(List<SeriesSummary> series) {
    return evaluation(series, SeriesSummary::champion);
  }

  /**
   * How well the new models did as far as that can be compared: in groups that the champion
   * forecasts too, on those series that it forecasts.
   */
  public Evaluation comparable(List<SeriesSummary> series) {
    Set<String> known = new HashSet<>();
    series.stream()
        .filter(one -> one.champion().isKnown())
        .forEach(one -> known.add(rules.groupOf(one.labels())));
    return challenger(
        series.stream()
            .filter(one -> one.champion().isKnown() || !known.contains(rules.groupOf(one.labels())))
            .toList());
  }

  private Evaluation evaluation(
      List<SeriesSummary> series, Function<SeriesSummary, SeriesAccuracy> whose) {
    Map<String, List<SeriesAccuracy>> groups = new TreeMap<>();
    for (SeriesSummary one : series) {
      if (whose.apply(one).isKnown()) {
        groups
            .computeIfAbsent(rules.groupOf(one.labels()), group -> new ArrayList<>())
            .add(whose.apply(one));
      }
    }
    return new Evaluation(
        holdout,
        Holdout.LEVEL,
        groups.entrySet().stream().map(group -> group(group.getKey(), group.getValue())).toList());
  }

  private static GroupAccuracy group(String name, List<SeriesAccuracy> series) {
    double smape = mean(series, SeriesAccuracy::smape);
    double naiveSmape = mean(series, SeriesAccuracy::naiveSmape);
    double mase = mean(series, SeriesAccuracy::mase);
    double naiveMase = mean(series, SeriesAccuracy::naiveMase);
    double owa = (smape / naiveSmape + mase / naiveMase) / 2;
    return new GroupAccuracy(
        name,
        series.size(),
        mase,
        smape,
        Double.isFinite(owa) ? owa : Double.NaN,
        mean(series, SeriesAccuracy::msis),
        mean(series, SeriesAccuracy::coverage));
  }

  /** The mean over those series for which the measure is defined; NaN where there is none. */
  static double mean(List<SeriesAccuracy> series, ToDoubleFunction<SeriesAccuracy> measure) {
    double mean =
        series.stream().mapToDouble(measure).filter(Double::isFinite).average().orElse(Double.NaN);
    return Double.isFinite(mean) ? mean : Double.NaN;
  }
}
