package dev.almanac.training;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which series are learned, and what their samples mean. Safe for use by several threads. */
public final class SeriesRules {

  private final TrainingConfig config;
  private final List<Selector> selectors = new ArrayList<>();

  public SeriesRules(TrainingConfig config) {
    this.config = config;
    config.rules().forEach(rule -> selectors.add(Selector.parse(rule.match())));
  }

  /** The first rule that means the series, unless it says to skip it. */
  public Optional<TrainingRule> ruleOf(Labels labels) {
    for (int i = 0; i < selectors.size(); i++) {
      if (selectors.get(i).matches(labels)) {
        TrainingRule rule = config.rules().get(i);
        return rule.skip() ? Optional.empty() : Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /**
   * What the samples of a series mean: as the rule says, else as its exporter said, else by its
   * name.
   */
  public SampleKind kindOf(Labels labels, TrainingRule rule) {
    if (rule.kind() != null) {
      return rule.kind();
    }
    SampleKind stated = config.kinds().get(labels.metricName());
    return stated != null ? stated : SampleKind.ofName(labels);
  }

  /** The group whose accuracy the series counts for: the values of the labels that make groups. */
  public String groupOf(Labels labels) {
    String group = String.join(", ", config.groupBy().stream().map(labels::get).toList());
    return group.isBlank() ? "all" : group;
  }

  /** A range of the archive's order that holds all series that are learned. */
  public SeriesRange range() {
    SeriesRange all = null;
    for (int i = 0; i < selectors.size(); i++) {
      if (!config.rules().get(i).skip()) {
        SeriesRange range = selectors.get(i).range();
        all = all == null ? range : covering(all, range);
      }
    }
    return all == null ? new SeriesRange(Labels.EMPTY, Labels.EMPTY) : all;
  }

  private static SeriesRange covering(SeriesRange a, SeriesRange b) {
    Labels from = a.from() == null || b.from() == null ? null : least(a.from(), b.from());
    Labels until = a.until() == null || b.until() == null ? null : greatest(a.until(), b.until());
    return new SeriesRange(from, until);
  }

  private static Labels least(Labels a, Labels b) {
    return Labels.BY_METRIC_NAME.compare(a, b) <= 0 ? a : b;
  }

  private static Labels greatest(Labels a, Labels b) {
    return Labels.BY_METRIC_NAME.compare(a, b) >= 0 ? a : b;
  }
}
