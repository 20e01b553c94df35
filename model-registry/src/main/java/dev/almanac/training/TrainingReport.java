package dev.almanac.training;

import dev.almanac.registry.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a training.
 *
 * @param series what came of each series that was looked at, in the order of the archive
 * @param histograms how many series were passed over for having native histograms alone
 * @param evaluation how well the new models forecast the hold-out, by groups
 */
public record TrainingReport(List<SeriesSummary> series, long histograms, Evaluation evaluation) {

  public TrainingReport {
    series = List.copyOf(series);
  }

  /** How many series have a model. */
  public long fitted() {
    return series.stream().filter(SeriesSummary::isFitted).count();
  }

  /** Why the others have none, and how many for each reason. */
  public SortedMap<String, Long> skipped() {
    SortedMap<String, Long> reasons =
        series.stream()
            .filter(one -> !one.isFitted())
            .collect(
                Collectors.groupingBy(SeriesSummary::reason, TreeMap::new, Collectors.counting()));
    if (histograms > 0) {
      reasons.put("native histograms are not learned", histograms);
    }
    return reasons;
  }

  /** What was unusual about the data, and of how many series. */
  public SortedMap<String, Long> remarks() {
    return series.stream()
        .flatMap(one -> one.remarks().stream())
        .collect(Collectors.groupingBy(remark -> remark, TreeMap::new, Collectors.counting()));
  }

  /** The series forecast worst, by their error relative to the seasonal naive's; worst first. */
  public List<SeriesSummary> worst(int most) {
    return byRelativeError(most, Comparator.reverseOrder());
  }

  /** The series forecast best, by their error relative to the seasonal naive's; best first. */
  public List<SeriesSummary> best(int most) {
    return byRelativeError(most, Comparator.naturalOrder());
  }

  private List<SeriesSummary> byRelativeError(int most, Comparator<Double> order) {
    return series.stream()
        .filter(one -> !Double.isNaN(one.accuracy().relative()))
        .sorted(Comparator.comparing(one -> one.accuracy().relative(), order))
        .limit(most)
        .toList();
  }

  /**
   * A quantile of the series' errors relative to the seasonal naive's: 0.5 for the median. NaN
   * where none is known.
   */
  public double relativeError(double level) {
    double[] errors =
        series.stream()
            .mapToDouble(one -> one.accuracy().relative())
            .filter(error -> !Double.isNaN(error))
            .sorted()
            .toArray();
    return errors.length == 0
        ? Double.NaN
        : errors[(int) Math.min(errors.length - 1, Math.floor(level * errors.length))];
  }

  /** The numbers that a version is remembered by; what is not defined is not in it. */
  public SortedMap<String, Double> metrics() {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("series_fitted", (double) fitted());
    metrics.put("series_skipped", (double) (series.size() - fitted() + histograms));
    for (double level : new double[] {0.5, 0.9}) {
      double error = relativeError(level);
      if (!Double.isNaN(error)) {
        metrics.put("relative_error_p" + Math.round(100 * level), error);
      }
    }
    return metrics;
  }
}
