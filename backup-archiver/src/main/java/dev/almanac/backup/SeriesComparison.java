package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesDigest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares series of two origins, whatever order they come in and however they are cut: the samples
 * of each have to be the same to the bit. First metrics are compared by their sums, then the series
 * of those that differ: memory grows with metrics, and with the series of one.
 */
public final class SeriesComparison {

  /** Where series come from. */
  public interface Side {

    /** The series that are meant, in any order. */
    SeriesCursor open(Selector selector);
  }

  /**
   * What was found.
   *
   * @param differences in sentences; none where everything is the same
   * @param series on the left side
   * @param samples on the left side
   */
  public record Result(List<String> differences, long series, long samples)
      implements Serializable {

    public Result {
      differences = List.copyOf(differences);
    }
  }

  /**
   * What a series or all of a metric hold.
   *
   * @param digest does not depend on order
   */
  private record Sum(long series, long samples, long digest) {

    static final Sum NOTHING = new Sum(0, 0, 0);

    Sum plus(Sum other) {
      return new Sum(series + other.series, samples + other.samples, digest + other.digest);
    }

    @Override
    public String toString() {
      return samples == 0 ? "nothing" : "%d samples (digest %016x)".formatted(samples, digest);
    }
  }

  private final String leftName;
  private final Side left;
  private final String rightName;
  private final Side right;

  /**
   * Prepares to compare two sides.
   *
   * @param leftName how messages call the left side, {@code the archive}
   * @param rightName how they call the right one
   */
  public SeriesComparison(String leftName, Side left, String rightName, Side right) {
    this.leftName = leftName;
    this.left = left;
    this.rightName = rightName;
    this.right = right;
  }

  /** Compares the series that are meant. */
  public Result compare(Selector selector) {
    Map<String, Sum> metrics = sums(left, selector, Labels::metricName);
    Map<String, Sum> others = sums(right, selector, Labels::metricName);
    List<String> differences = new ArrayList<>();
    for (String metric : differing(metrics, others)) {
      List<Matcher> matchers = new ArrayList<>(selector.matchers());
      matchers.add(Matcher.eq(Labels.METRIC_NAME, metric));
      compareSeries(Selector.of(matchers), differences);
    }
    Sum all = metrics.values().stream().reduce(Sum.NOTHING, Sum::plus);
    return new Result(differences, all.series, all.samples);
  }

  private void compareSeries(Selector selector, List<String> differences) {
    Map<Labels, Sum> series = sums(left, selector, labels -> labels);
    Map<Labels, Sum> others = sums(right, selector, labels -> labels);
    for (Labels labels : differing(series, others)) {
      differences.add(
          "%s: %s holds %s, %s %s"
              .formatted(
                  labels,
                  leftName,
                  series.getOrDefault(labels, Sum.NOTHING),
                  rightName,
                  others.getOrDefault(labels, Sum.NOTHING)));
    }
  }

  private static <K extends Comparable<K>> Set<K> differing(Map<K, Sum> some, Map<K, Sum> others) {
    Set<K> differing = new TreeSet<>(some.keySet());
    differing.addAll(others.keySet());
    differing.removeIf(
        key -> some.getOrDefault(key, Sum.NOTHING).equals(others.getOrDefault(key, Sum.NOTHING)));
    return differing;
  }

  /** Series without samples are as if they were not there. */
  private static <K extends Comparable<K>> Map<K, Sum> sums(
      Side side, Selector selector, Function<Labels, K> group) {
    Map<K, Sum> sums = new TreeMap<>();
    SeriesDigest digest = new SeriesDigest();
    try (SeriesCursor cursor = side.open(selector)) {
      while (cursor.nextSeries()) {
        digest.clear();
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          run.digest(digest, 0, run.size());
        }
        if (digest.samples() > 0) {
          // An odd factor of the labels binds the samples to them: an exchange shows.
          long bound = digest.value() * ((cursor.labels().hashCode() * 0x9E3779B97F4A7C15L) | 1);
          sums.merge(group.apply(cursor.labels()), new Sum(1, digest.samples(), bound), Sum::plus);
        }
      }
    }
    return sums;
  }
}
