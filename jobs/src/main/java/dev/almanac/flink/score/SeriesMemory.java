package dev.almanac.flink.score;

import dev.almanac.anomaly.ScorerState;
import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What is remembered of a series beside its model: about a kilobyte. Mutable; for one thread at a
 * time.
 */
public final class SeriesMemory {

  /** How Flink stores it; copies are deep. */
  static final TypeInformation<SeriesMemory> TYPE =
      new ValueTypeInfo<>(SeriesMemory.class, new SeriesMemorySerializer());

  ScorerState scorer = new ScorerState();
  SampleKind kind;
  final CounterRate counter = new CounterRate();

  /** The time of the last sample, whatever it was; the least long before the first. */
  long lastSeen = Long.MIN_VALUE;

  /** Which series were written since the last stale marker: bits of {@link Written}. */
  int shown;

  /** Looked up anew wherever the memory comes from. */
  ScoreRules.Ready rule;

  /** What exporters said when the kind was looked at last; never stored. */
  Map<String, SampleKind> stated;

  /** Labels of what is written, by {@link Written#number}, once they were needed; never stored. */
  private Labels[] writtenLabels;

  SeriesMemory(SampleKind kind) {
    this.kind = kind;
  }

  /** What the samples mean. */
  public SampleKind kind() {
    return kind;
  }

  /**
   * The labels of a series that is written. They are kept: to make them costs more than a score.
   *
   * @param source the series that this is the memory of
   */
  Labels labels(Written what, Labels source) {
    if (writtenLabels == null) {
      writtenLabels = new Labels[WrittenRuns.ALL.length];
    }
    Labels labels = writtenLabels[what.number()];
    if (labels == null) {
      labels = what.of(source);
      writtenLabels[what.number()] = labels;
    }
    return labels;
  }

  /** Takes over what depends on the labels of the series alone. */
  void share(SeriesMemory other) {
    rule = other.rule;
    stated = other.stated;
    writtenLabels = other.writtenLabels;
  }

  /** What the samples mean from now on; another kind is another series to the scorer. */
  void become(SampleKind other) {
    if (kind != other) {
      kind = other;
      scorer = new ScorerState();
      counter.end();
    }
  }
}
