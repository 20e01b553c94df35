package dev.almanac.flink.score;

import dev.almanac.anomaly.ScorerOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What is scored, and how: {@code score.yaml} as an object.
 *
 * @param model whose champion says what to expect, by its name in the registry
 * @param expireAfter for how long after its last sample a series is remembered
 * @param rules in order: the first one whose selector means a series holds for it, a series that
 *     none means is not scored
 */
public record ScoreConfig(String model, Duration expireAfter, List<ScoreRule> rules)
    implements Serializable {

  /** One alarm in ten days, for each series. */
  public static final double ALARMS_PER_DAY = .1;

  public static final ScoreConfig DEFAULT = ofAlarmsPerDay(ALARMS_PER_DAY);

  public ScoreConfig {
    rules = List.copyOf(rules);
    if (expireAfter.compareTo(Duration.ofMinutes(1)) < 0
        || expireAfter.compareTo(Duration.ofDays(3650)) > 0) {
      throw new IllegalArgumentException("expected 1m to 10y, found " + expireAfter);
    }
  }

  /** Every series, with so many alarms a day for each. */
  public static ScoreConfig ofAlarmsPerDay(double alarmsPerDay) {
    return new ScoreConfig(
        "metrics",
        Duration.ofDays(1),
        List.of(
            new ScoreRule(
                "{__name__=~\".+\"}",
                false,
                null,
                ScorerOptions.ofAlarmsPerDay(alarmsPerDay),
                true)));
  }

  /** The same, of which scores alone are written. */
  public ScoreConfig withoutBands() {
    return new ScoreConfig(
        model,
        expireAfter,
        rules.stream()
            .map(
                rule ->
                    new ScoreRule(rule.match(), rule.skip(), rule.kind(), rule.options(), false))
            .toList());
  }
}
