package dev.almanac.training;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What came of learning a series.
 *
 * @param labels the series
 * @param kind what its samples mean
 * @param step the milliseconds that one value stands for
 * @param known how many steps of the window are known
 * @param reason why there is no model; empty where there is one
 * @param remarks what was unusual about the data
 * @param accuracy of a model that has not seen the hold-out
 * @param champion the accuracy of the model in use until then, on the same hold-out
 */
public record SeriesSummary(
    Labels labels,
    SampleKind kind,
    long step,
    int known,
    String reason,
    List<String> remarks,
    SeriesAccuracy accuracy,
    SeriesAccuracy champion)
    implements Serializable {

  public SeriesSummary {
    Objects.requireNonNull(labels);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(accuracy);
    Objects.requireNonNull(champion);
    remarks = List.copyOf(remarks);
    if (step < 1 || known < 0) {
      throw new IllegalArgumentException(labels + " has " + known + " steps of " + step + " ms");
    }
  }

  /** Whether there is a model. */
  public boolean isFitted() {
    return reason.isEmpty();
  }
}
