package dev.almanac.flink.replay;

import dev.almanac.anomaly.Event;
import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.series.Labels;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * An alarm that would have fired: scores above 1, each less than a dead time after the one before.
 *
 * @param series whose it is
 * @param from time of the first score above 1, in milliseconds since 1970
 * @param until time of the last one
 * @param samples how many there were
 * @param score the highest
 * @param value what the series was at the first; of a counter its rate per second
 * @param expected then; NaN where nothing was
 * @param events what was noticed meanwhile
 */
public record FiredAlarm(
    Labels series,
    long from,
    long until,
    long samples,
    double score,
    double value,
    double expected,
    Set<Event> events)
    implements Serializable {

  /** How Flink moves it. */
  public static final TypeInformation<FiredAlarm> TYPE =
      ValueTypeInfo.serializable(FiredAlarm.class);

  public FiredAlarm {
    EnumSet<Event> copy = EnumSet.noneOf(Event.class);
    copy.addAll(events);
    events = Collections.unmodifiableSet(copy);
  }
}
