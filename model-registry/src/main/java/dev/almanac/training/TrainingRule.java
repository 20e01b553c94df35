package dev.almanac.training;

import dev.almanac.forecast.resample.SampleKind;
import java.io.Serializable;
import java.util.Objects;

/**
 * What becomes of the series that a selector means.
 *
 * @param match a selector as PromQL writes it
 * @param skip whether these series are not learned
 * @param kind what their samples mean; null to tell by the metric (see {@link SampleKinds})
 * @param settings how they are learned
 */
public record TrainingRule(String match, boolean skip, SampleKind kind, SeriesSettings settings)
    implements Serializable {

  public TrainingRule {
    Objects.requireNonNull(match);
    Objects.requireNonNull(settings);
  }
}
