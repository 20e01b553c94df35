package dev.almanac.flink.score;

import dev.almanac.anomaly.Event;
import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.series.Labels;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Something worth telling: an alarm begins, or the scorer noticed more than a rare value.
 *
 * @param labels the series
 * @param time of the sample
 * @param value what was scored: of a counter, its rate
 * @param expected NaN where nothing was
 * @param score of the sample
 * @param event what was noticed
 * @param alarm whether an alarm begins
 */
public record Incident(
    Labels labels,
    long time,
    double value,
    double expected,
    double score,
    Event event,
    boolean alarm)
    implements Serializable {

  /** How Flink moves it. */
  public static final TypeInformation<Incident> TYPE = ValueTypeInfo.serializable(Incident.class);
}
