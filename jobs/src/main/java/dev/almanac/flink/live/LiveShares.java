package dev.almanac.flink.live;

import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shares out a server's series by their metric names, for remote read knows matchers and no hashes:
 * all shares but the last name their metrics, and the last takes all others, those to come too.
 */
final class LiveShares {

  private LiveShares() {}

  /**
   * Matchers for each share: together they hold for every series, and no two for the same. Shares
   * are of about the same size, as far as metrics are: the largest metric goes to the smallest
   * share, and so on (Graham's LPT rule, 1969).
   *
   * @param seriesOf how many series each metric has
   * @param shares how many to make; fewer come of fewer metrics
   */
  static List<List<Matcher>> of(Map<String, Long> seriesOf, int shares) {
    List<List<String>> names = new ArrayList<>();
    long[] sizes = new long[Math.max(1, Math.min(shares, seriesOf.size()))];
    for (int i = 0; i < sizes.length; i++) {
      names.add(new ArrayList<>());
    }
    Comparator<Map.Entry<String, Long>> bySize = Map.Entry.comparingByValue();
    seriesOf.entrySet().stream()
        .sorted(bySize.reversed().thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            metric -> {
              int smallest = 0;
              for (int i = 1; i < sizes.length; i++) {
                smallest = sizes[i] < sizes[smallest] ? i : smallest;
              }
              sizes[smallest] += metric.getValue();
              names.get(smallest).add(metric.getKey());
            });
    List<List<Matcher>> matchers = new ArrayList<>();
    for (List<String> some : names.subList(0, sizes.length - 1)) {
      matchers.add(List.of(Matcher.re(Labels.METRIC_NAME, anyOf(some))));
    }
    if (sizes.length == 1) {
      return List.of(List.of());
    }
    List<String> named = names.subList(0, sizes.length - 1).stream().flatMap(List::stream).toList();
    matchers.add(List.of(new Matcher(Labels.METRIC_NAME, Matcher.Type.NRE, anyOf(named))));
    return matchers;
  }

  /** A regular expression in RE2 syntax. */
  private static String anyOf(List<String> names) {
    return names.stream().map(LiveShares::quoted).collect(Collectors.joining("|"));
  }

  private static String quoted(String name) {
    return name.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0");
  }
}
