package dev.almanac.prometheus;

import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Series of every kind that a Prometheus can hold, over some past hours, made up from a fixed seed.
 * Each yields the samples of any slice of time, so that they can be pushed in order of time across
 * series, as a server demands.
 */
final class OracleCorpus {

  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;

  /** Prometheus's stale marker. */
  static final long STALE = 0x7FF0000000000002L;

  /** What a shape says where its series has no sample: a NaN that no value here has. */
  private static final long NO_SAMPLE = -1;

  /** Values that copies by value, by text or by protobuf defaults get wrong. */
  static final long[] AWKWARD_VALUES = {
    0x7FF8000000000001L, // the NaN of Prometheus's own arithmetic
    0x7FF0000000000001L, // signalling NaN
    0x7FF8DEADBEEF0001L, // NaN with a payload
    0xFFF8000000000001L, // NaN with its sign set
    STALE,
    0x8000000000000000L, // -0
    0x0000000000000000L,
    0x7FF0000000000000L, // +Inf
    0xFFF0000000000000L, // -Inf
    0x0000000000000001L, // the smallest denormal
    0x800FFFFFFFFFFFFFL, // the largest negative denormal
    0x7FEFFFFFFFFFFFFFL, // the largest value
    0x3FB999999999999AL, // 0.1
    0x4340000000000001L, // 2^53 + 2
  };

  private static final HistogramLayout NO_BUCKETS =
      new HistogramLayout(0, bits(1e-128), new int[0], new int[0], new long[0]);

  /** Label values that parsers of text get wrong. */
  static final List<String> AWKWARD_LABELS =
      List.of(
          "plain",
          "with \"quotes\"",
          "back\\slash",
          "new\nline",
          "tab\tand\u0001control",
          "Grüße, мир, 日本",
          "beyond the plane \uD83D\uDE80",
          "private \uE000 use",
          "{braces},=~",
          " leading and trailing ",
          "x".repeat(3000));

  /** One series: its labels, and the samples of any slice of time. */
  record Series(Labels labels, Samples samples) {

    /** The labels as the server keeps them: to it, a label without a value is none. */
    Labels kept() {
      Map<String, String> kept = labels.toMap();
      kept.values().removeIf(String::isEmpty);
      return Labels.of(kept);
    }
  }

  /** The samples with {@code from <= t < until}; null where there are none. */
  interface Samples {
    Run between(long from, long until);
  }

  private interface FloatShape {
    long bits(long index);
  }

  private interface HistogramShape {
    /** Null where the series has no sample. */
    HistogramRun at(long index, long timestamp);
  }

  private final long begin;
  private final List<Series> series = new ArrayList<>();

  private OracleCorpus(long begin) {
    this.begin = begin;
  }

  /** The corpus whose samples begin at this time. */
  static List<Series> from(long begin) {
    OracleCorpus corpus = new OracleCorpus(begin);
    corpus.addShapes();
    corpus.addAwkwardValues();
    corpus.addAwkwardLabels();
    corpus.addHistograms();
    corpus.addDoomed();
    return corpus.series;
  }

  private void addShapes() {
    for (int i = 0; i < 60; i++) {
      String n = String.valueOf(i);
      long step = i % 3 == 0 ? 15_000 : i % 3 == 1 ? 30_000 : MINUTE;
      addFloats(step, i * 7L, counter(i), "__name__", "oracle_requests_total", "instance", n);
      addFloats(step, i, decimal(i), "__name__", "oracle_temperature_celsius", "instance", n);
      addFloats(MINUTE, 0, x -> bits(x / 40 % 7), "__name__", "oracle_threads", "instance", n);
      addFloats(MINUTE, 3, constant(i), "__name__", "oracle_constant", "instance", n);
      addFloats(step, 0, noise(i), "__name__", "oracle_random_walk", "instance", n);
    }
    for (int i = 0; i < 4; i++) {
      addService("service-" + i, i);
    }
    // A metric that begins, ends and pauses.
    addFloats(
        MINUTE,
        0,
        x -> x % 100 == 40 ? STALE : (x % 100 > 40 && x % 100 < 70) ? NO_SAMPLE : bits(x),
        "__name__",
        "oracle_comes_and_goes");
  }

  /** What services commonly tell of themselves: errors, latencies in buckets, a version. */
  private void addService(String name, long seed) {
    for (String code : List.of("200", "404", "500")) {
      long pace = Long.parseLong(code) == 200 ? 37 : 2;
      // Restarts now and then.
      addFloats(
          15_000,
          seed * 11,
          x -> bits(x % (200 + 90 * seed) * pace),
          "__name__",
          "oracle_http_requests_total",
          "code",
          code,
          "service",
          name);
    }
    List<String> bounds = List.of("0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf");
    for (int b = 0; b < bounds.size(); b++) {
      long share = b + 1L;
      addFloats(
          30_000,
          seed,
          x -> bits((x + x * x / 900 % 50) * share * (share + seed) / 2),
          "__name__",
          "oracle_latency_seconds_bucket",
          "le",
          bounds.get(b),
          "service",
          name);
    }
    addFloats(
        30_000,
        seed,
        x -> bits(x * 28),
        "__name__",
        "oracle_latency_seconds_count",
        "service",
        name);
    addFloats(
        30_000,
        seed,
        x -> bits(x * 7.123),
        "__name__",
        "oracle_latency_seconds_sum",
        "service",
        name);
    addFloats(
        MINUTE,
        0,
        x -> bits(1L),
        "__name__",
        "oracle_build_info",
        "service",
        name,
        "version",
        "1." + seed / 2);
  }

  private void addAwkwardValues() {
    addFloats(
        MINUTE,
        0,
        x -> AWKWARD_VALUES[(int) (x % AWKWARD_VALUES.length)],
        "__name__",
        "oracle_awkward_values");
    SplittableRandom random = new SplittableRandom(5);
    long[] any = random.longs(1000).toArray();
    addFloats(MINUTE, 0, x -> any[(int) (x % 1000)], "__name__", "oracle_any_bits");
    addFloats(MINUTE, 0, x -> 0x7FF8000000000000L | x, "__name__", "oracle_nan_payloads");
  }

  private void addAwkwardLabels() {
    for (String value : AWKWARD_LABELS) {
      addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle_labels", "value", value);
    }
    // Names that sort before __name__, and thereby their series before all others.
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle_capitals", "Zone", "a");
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle_capitals", "A", "1", "Zone", "b");
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "aaa_oracle", "ABC", "2", "zone", "c");
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle_prefix");
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle_prefix", "a", "", "b", "1");
    addFloats(MINUTE, 0, OracleCorpus::bits, "__name__", "oracle:rule:rate5m", "_", "__");
  }

  private void addHistograms() {
    addHistograms("oracle_histogram", CounterReset.UNKNOWN);
    addHistograms("oracle_gauge_histogram", CounterReset.GAUGE);
    addHistogram(
        "oracle_empty_histogram",
        "empty",
        (x, t) -> histogram(CounterReset.UNKNOWN, t, NO_BUCKETS));
  }

  private void addHistograms(String name, CounterReset hint) {
    addHistogram(name, "growing", (x, t) -> histogram(hint, t, x, 4, 0));
    // Counts start over every 50 samples. Prometheus 2.42 fails to snapshot (detected unexpected
    // counter reset) while a gauge shrinks within the head's open chunk: it stops in time.
    long resets = hint == CounterReset.GAUGE ? 200 : Long.MAX_VALUE;
    addHistogram(name, "resetting", (x, t) -> histogram(hint, t, x < resets ? x % 50 : x, 4, 0));
    // New buckets appear among the old ones as time goes by.
    addHistogram(name, "widening", (x, t) -> histogram(hint, t, x, 2 + x / 30, 0));
    // The resolution changes.
    addHistogram(name, "coarsening", (x, t) -> histogram(hint, t, x, 3, -(x / 90 % 4)));
    // Pauses, with a stale marker at their beginning.
    addHistogram(
        name,
        "pausing",
        (x, t) ->
            x % 60 > 30 && x % 60 < 45
                ? null
                : x % 60 == 30 ? stale(histogram(hint, t, x, 4, 0)) : histogram(hint, t, x, 4, 0));
  }

  /** Series that are deleted afterwards. */
  private void addDoomed() {
    for (int i = 0; i < 3; i++) {
      String n = String.valueOf(i);
      addFloats(15_000, 0, OracleCorpus::bits, "__name__", "oracle_deleted_series", "instance", n);
      addFloats(15_000, 0, OracleCorpus::bits, "__name__", "oracle_deleted_range", "instance", n);
    }
  }

  private void addFloats(long step, long phase, FloatShape shape, String... labels) {
    add(
        (from, until) -> {
          FloatRun run = new FloatRun();
          for (long x = index(from - phase, step); time(x, step) + phase < until; x++) {
            long bits = shape.bits(x);
            if (bits != NO_SAMPLE) {
              run.ensureCapacity(run.size() + 1);
              run.timestamps[run.size()] = time(x, step) + phase;
              run.valueBits[run.size()] = bits;
              run.setSize(run.size() + 1);
            }
          }
          return run.size() == 0 ? null : run;
        },
        labels);
  }

  private void addHistogram(String name, String shape, HistogramShape histograms) {
    // One sample a minute, and slices of a minute: a run holds one sample.
    add(
        (from, until) -> {
          long x = index(from, MINUTE);
          return time(x, MINUTE) < until ? histograms.at(x, time(x, MINUTE)) : null;
        },
        "__name__",
        name,
        "shape",
        shape);
  }

  private void add(Samples samples, String... labels) {
    series.add(new Series(Labels.of(labels), samples));
  }

  private long index(long from, long step) {
    return Math.max(0, Math.floorDiv(from - begin + step - 1, step));
  }

  private long time(long index, long step) {
    return begin + index * step;
  }

  private static FloatShape counter(int seed) {
    return x -> bits(x * (3 + seed % 5) % 40_000 + new SplittableRandom(seed * 31L + x).nextInt(3));
  }

  private static FloatShape decimal(int seed) {
    return x -> bits(Math.rint(200 + 30 * Math.sin(x / 50.0 + seed)) / 10);
  }

  private static FloatShape constant(int seed) {
    return x -> bits(seed * 1.5);
  }

  private static FloatShape noise(int seed) {
    return x -> bits(new SplittableRandom(seed * 1009L + x).nextDouble() * 1e6);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long bits(long value) {
    return bits((double) value);
  }

  /** A histogram whose counts grow with {@code x}, over spans with gaps. */
  static HistogramRun histogram(
      CounterReset hint, long timestamp, long x, long width, long schema) {
    int buckets = (int) Math.min(width, 12);
    HistogramRun run =
        histogram(
            hint,
            timestamp,
            new HistogramLayout(
                (int) schema,
                bits(0.001),
                new int[] {-3, buckets, 5, 2},
                new int[] {1, 1, 2, buckets},
                new long[0]));
    long total = x;
    for (int b = 0; b < run.layout().positiveBuckets(); b++) {
      run.positive[b] = x * (b + 1);
      total += run.positive[b];
    }
    for (int b = 0; b < run.layout().negativeBuckets(); b++) {
      run.negative[b] = x / 2 * (b + 2);
      total += run.negative[b];
    }
    run.zeroCounts[0] = x;
    run.counts[0] = total;
    run.sumBits[0] = bits(x * 12.34 - 5);
    return run;
  }

  private static HistogramRun histogram(CounterReset hint, long timestamp, HistogramLayout layout) {
    HistogramRun run = new HistogramRun();
    run.setLayout(layout);
    run.setCounterReset(hint);
    run.ensureCapacity(1);
    run.timestamps[0] = timestamp;
    run.setSize(1);
    return run;
  }

  private static HistogramRun stale(HistogramRun run) {
    run.sumBits[0] = STALE;
    return run;
  }
}
