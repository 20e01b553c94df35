package dev.almanac.flink.score;

import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.forecast.resample.SampleKind;
import java.io.Serializable;
import java.util.Objects;

/**
 * What becomes of the live series that a selector means.
 *
 * @param match a selector as PromQL writes it
 * @param skip whether these series are not scored
 * @param kind what their samples mean; null to tell by the model, else by the metric's name
 * @param options what is told of them
 * @param bands whether expected values and bands are written beside scores
 */
public record ScoreRule(
    String match, boolean skip, SampleKind kind, ScorerOptions options, boolean bands)
    implements Serializable {

  public ScoreRule {
    Objects.requireNonNull(match);
    Objects.requireNonNull(options);
  }
}
