package dev.almanac.prometheus;

import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All samples of some series by label set and time, with raw bits, to be compared as a whole. */
public final class SampleTable {

  /** A sample's value. */
  public sealed interface Value {}

  /** A float by its raw bits. */
  public record FloatValue(long bits) implements Value {

    @Override
    public String toString() {
      return String.format("%016x", bits);
    }
  }

  /** A native histogram; floats in it are raw bits. */
  public record HistogramValue(
      boolean floatCounts,
      boolean gauge,
      HistogramLayout layout,
      long count,
      long zeroCount,
      long sumBits,
      List<Long> buckets)
      implements Value {

    boolean isStale() {
      return sumBits == OracleCorpus.STALE;
    }

    /** What the histogram says, however its buckets are laid out and its counts are kept. */
    Meaning meaning() {
      if (isStale()) {
        return new Meaning(0, 0, 0, 0, sumBits, Map.of(), Map.of());
      }
      int positive = layout.positiveBuckets();
      return new Meaning(
          layout.schema(),
          layout.zeroThresholdBits(),
          number(count),
          number(zeroCount),
          sumBits,
          byIndex(layout.positiveSpans(), buckets.subList(0, positive)),
          byIndex(layout.negativeSpans(), buckets.subList(positive, buckets.size())));
    }

    private double number(long kept) {
      return floatCounts ? Double.longBitsToDouble(kept) : kept;
    }

    private Map<Integer, Double> byIndex(int[] spans, List<Long> counts) {
      Map<Integer, Double> byIndex = new TreeMap<>();
      int index = 0;
      int at = 0;
      for (int span = 0; span < spans.length; span += 2) {
        index += spans[span];
        for (int i = 0; i < spans[span + 1]; i++) {
          double number = number(counts.get(at++));
          if (number != 0) {
            byIndex.put(index, number);
          }
          index++;
        }
      }
      return byIndex;
    }
  }

  /** A histogram without its layout: buckets by index, empty ones left out. */
  public record Meaning(
      int schema,
      long zeroThresholdBits,
      double count,
      double zeroCount,
      long sumBits,
      Map<Integer, Double> positive,
      Map<Integer, Double> negative)
      implements Value {}

  private final TreeMap<Labels, TreeMap<Long, Value>> series = new TreeMap<>();

  /** Adds all that is left of a cursor, and closes it. */
  public SampleTable add(SeriesCursor cursor) {
    try (cursor) {
      while (cursor.nextSeries()) {
        TreeMap<Long, Value> samples =
            series.computeIfAbsent(cursor.labels(), labels -> new TreeMap<>());
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          add(cursor.labels(), samples, run);
        }
        if (samples.isEmpty()) {
          series.remove(cursor.labels());
        }
      }
    }
    return this;
  }

  /** Adds the samples of a run. */
  public SampleTable add(Labels labels, Run run) {
    add(labels, series.computeIfAbsent(labels, l -> new TreeMap<>()), run);
    return this;
  }

  /** Adds these samples of a series. */
  SampleTable put(Labels labels, Map<Long, Value> samples) {
    series.computeIfAbsent(labels, l -> new TreeMap<>()).putAll(samples);
    return this;
  }

  private static void add(Labels labels, Map<Long, Value> samples, Run run) {
    for (int i = 0; i < run.size(); i++) {
      Value value =
          run instanceof FloatRun floats
              ? new FloatValue(floats.valueBits[i])
              : value((HistogramRun) run, i);
      if (samples.put(run.timestamps[i], value) != null) {
        throw new AssertionError("two samples of " + labels + " at " + run.timestamps[i]);
      }
    }
  }

  private static HistogramValue value(HistogramRun run, int i) {
    return new HistogramValue(
        run.floatCounts(),
        run.counterReset() == CounterReset.GAUGE,
        run.layout(),
        run.counts[i],
        run.zeroCounts[i],
        run.sumBits[i],
        Arrays.stream(run.buckets(i)).boxed().toList());
  }

  /** The samples by label set and time. */
  public Map<Labels, ? extends SortedMap<Long, Value>> series() {
    return series;
  }

  /** The samples of one series; empty where there is none. */
  public SortedMap<Long, Value> of(Labels labels) {
    return series.getOrDefault(labels, new TreeMap<>());
  }

  public long samples() {
    return series.values().stream().mapToLong(Map::size).sum();
  }

  /** The same samples with other values. */
  public SampleTable map(UnaryOperator<Value> change) {
    SampleTable mapped = new SampleTable();
    series.forEach(
        (labels, samples) -> {
          TreeMap<Long, Value> changed = new TreeMap<>();
          samples.forEach((timestamp, value) -> changed.put(timestamp, change.apply(value)));
          mapped.series.put(labels, changed);
        });
    return mapped;
  }

  /** The same samples, histograms by their meaning. */
  SampleTable meaning() {
    return map(value -> value instanceof HistogramValue h ? h.meaning() : value);
  }

  /** The samples of one kind of value. */
  public SampleTable only(Class<? extends Value> kind) {
    SampleTable only = new SampleTable();
    series.forEach(
        (labels, samples) -> {
          TreeMap<Long, Value> kept = new TreeMap<>(samples);
          kept.values().removeIf(value -> !kind.isInstance(value));
          if (!kept.isEmpty()) {
            only.series.put(labels, kept);
          }
        });
    return only;
  }

  /** The samples of a range of time. */
  public SampleTable within(TimeRange time) {
    SampleTable within = new SampleTable();
    series.forEach(
        (labels, samples) -> {
          SortedMap<Long, Value> kept = samples.subMap(time.from(), time.until());
          if (!kept.isEmpty()) {
            within.series.put(labels, new TreeMap<>(kept));
          }
        });
    return within;
  }

  /**
   * The series that have samples which the other table lacks, or has with another value, each with
   * their number and the first of them.
   */
  public Map<Labels, String> minus(SampleTable other) {
    Map<Labels, String> differences = new TreeMap<>();
    series.forEach(
        (labels, samples) -> {
          SortedMap<Long, Value> others = other.of(labels);
          List<Long> different =
              samples.keySet().stream()
                  .filter(timestamp -> !samples.get(timestamp).equals(others.get(timestamp)))
                  .toList();
          if (!different.isEmpty()) {
            long first = different.get(0);
            differences.put(
                labels,
                String.format(
                    "%d of %d samples, the first at %d: %s, not %s",
                    different.size(),
                    samples.size(),
                    first,
                    samples.get(first),
                    others.get(first)));
          }
        });
    return differences;
  }
}
