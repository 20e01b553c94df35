package dev.almanac.flink.score;

import dev.almanac.anomaly.Scorer;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import java.util.ArrayList;
import java.util.List;

/** Rules ready for use. Safe for use by several threads. */
final class ScoreRules {

  private static final String OUR_OWN = "almanac_";

  private final List<Ready> rules = new ArrayList<>();

  /** A rule with what it takes to follow it. */
  record Ready(Selector selector, ScoreRule rule, Scorer scorer) {}

  ScoreRules(ScoreConfig config) {
    for (ScoreRule rule : config.rules()) {
      rules.add(new Ready(Selector.parse(rule.match()), rule, new Scorer(rule.options())));
    }
  }

  /** The rule of a series; null where it is not to be scored, as what Almanac writes is not. */
  Ready of(Labels labels) {
    String metric = labels.metricName();
    if (metric.isEmpty() || metric.startsWith(OUR_OWN)) {
      return null;
    }
    for (Ready ready : rules) {
      if (ready.selector().matches(labels)) {
        return ready.rule().skip() ? null : ready;
      }
    }
    return null;
  }
}
