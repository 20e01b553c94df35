package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the samples are, decoding what was encoded gives the same bits. */
class ChunkRoundTripTest {

  private static final Long[] ODD_VALUES = {
    0x7ff0000000000002L, // stale marker
    0x7ff8000000000001L, // the NaN that Go writes
    0x7ff8dead0000beefL,
    0xfff0000000000000L,
    0x7ff0000000000000L,
    0x8000000000000000L, // -0
    0L,
    1L,
    -1L,
    0x3ff0000000000000L
  };

  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ChunkDecoder decoder = new ChunkDecoder();

  @Property
  void keepsFloats(@ForAll("floatRuns") FloatRun run) {
    FloatRun again = (FloatRun) again(run);

    assertThat(again.size()).isEqualTo(run.size());
    assertThat(used(again.timestamps, run.size())).isEqualTo(used(run.timestamps, run.size()));
    assertThat(used(again.valueBits, run.size())).isEqualTo(used(run.valueBits, run.size()));
    keepsStarts(again, run);
  }

  @Property(tries = 500)
  void keepsHistograms(@ForAll("histogramRuns") HistogramRun run) {
    HistogramRun again = (HistogramRun) again(run);

    int size = run.size();
    assertThat(again.size()).isEqualTo(size);
    assertThat(again.counterReset()).isEqualTo(run.counterReset());
    assertThat(again.layout()).isEqualTo(run.layout());
    assertThat(used(again.timestamps, size)).isEqualTo(used(run.timestamps, size));
    assertThat(used(again.counts, size)).isEqualTo(used(run.counts, size));
    assertThat(used(again.zeroCounts, size)).isEqualTo(used(run.zeroCounts, size));
    assertThat(used(again.sumBits, size)).isEqualTo(used(run.sumBits, size));
    int positive = size * run.layout().positiveBuckets();
    assertThat(used(again.positive, positive)).isEqualTo(used(run.positive, positive));
    int negative = size * run.layout().negativeBuckets();
    assertThat(used(again.negative, negative)).isEqualTo(used(run.negative, negative));
    keepsStarts(again, run);
  }

  private static void keepsStarts(Run again, Run run) {
    if (run.encoding().carriesStartTimestamps()) {
      assertThat(used(again.startTimestamps, run.size()))
          .isEqualTo(used(run.startTimestamps, run.size()));
    }
  }

  private Run again(Run run) {
    encoder.encode(run);
    byte[] data = Arrays.copyOf(encoder.bytes(), encoder.length());
    Run again = decoder.decode(Chunks.of(run.encoding().id(), data));
    assertThat(again.encoding()).isEqualTo(run.encoding());
    assertThat(again.startsChunk()).isTrue();
    return again;
  }

  private static long[] used(long[] array, int size) {
    return Arrays.copyOf(array, size);
  }

  @Provide
  Arbitrary<FloatRun> floatRuns() {
    return Combinators.combine(
            Arbitraries.of(ChunkEncoding.XOR, ChunkEncoding.XOR2),
            timestamps(),
            numbers(),
            starts())
        .as(
            (encoding, timestamps, values, starts) -> {
              FloatRun run = new FloatRun();
              run.setEncoding(encoding);
              run.ensureCapacity(timestamps.length);
              for (int i = 0; i < timestamps.length; i++) {
                run.valueBits[i] = values[i % values.length];
              }
              times(run, timestamps, starts);
              return run;
            });
  }

  @Provide
  Arbitrary<HistogramRun> histogramRuns() {
    return Combinators.combine(
            Arbitraries.of(ChunkEncoding.values()).filter(ChunkEncoding::isHistogram),
            layouts(),
            timestamps(),
            numbers(),
            starts(),
            Arbitraries.of(CounterReset.class))
        .as(ChunkRoundTripTest::histograms);
  }

  private static HistogramRun histograms(
      ChunkEncoding encoding,
      HistogramLayout layout,
      long[] timestamps,
      long[] numbers,
      long[] starts,
      CounterReset reset) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(encoding);
    run.setLayout(layout);
    run.setCounterReset(reset);
    run.ensureCapacity(timestamps.length);
    int at = 0;
    for (int i = 0; i < timestamps.length; i++) {
      run.sumBits[i] = i == 0 ? 1 : numbers[at++ % numbers.length];
      if (run.sumBits[i] == Xor2Codec.STALE) {
        continue; // a histogram of zeros
      }
      run.counts[i] = numbers[at++ % numbers.length];
      run.zeroCounts[i] = numbers[at++ % numbers.length];
      int positive = layout.positiveBuckets();
      for (int b = 0; b < positive; b++) {
        run.positive[i * positive + b] = numbers[at++ % numbers.length];
      }
      int negative = layout.negativeBuckets();
      for (int b = 0; b < negative; b++) {
        run.negative[i * negative + b] = numbers[at++ % numbers.length];
      }
    }
    times(run, timestamps, starts);
    return run;
  }

  private static void times(Run run, long[] timestamps, long[] starts) {
    for (int i = 0; i < timestamps.length; i++) {
      run.timestamps[i] = timestamps[i];
      if (run.encoding().carriesStartTimestamps()) {
        run.startTimestamps[i] = starts[Math.min(i, starts.length - 1)];
      }
    }
    run.setSize(timestamps.length);
  }

  /** Ascending, with steps from one millisecond to nearly all there are. */
  private static Arbitrary<long[]> timestamps() {
    Arbitrary<Long> steps =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(10, Arbitraries.longs().between(14_000, 16_000)),
            net.jqwik.api.Tuple.of(3, Arbitraries.just(15_000L)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().greaterOrEqual(1)));
    Arbitrary<long[]> walks =
        Combinators.combine(
                Arbitraries.longs(), steps.list().ofMinSize(0).ofMaxSize(200).injectDuplicates(0.4))
            .as(ChunkRoundTripTest::walk);
    Arbitrary<long[]> anywhere =
        Arbitraries.longs().set().ofMinSize(1).ofMaxSize(50).map(ChunkRoundTripTest::sorted);
    return Arbitraries.oneOf(List.of(walks, anywhere));
  }

  private static long[] walk(long from, List<Long> steps) {
    long[] walk = new long[1 + steps.size()];
    walk[0] = from;
    for (int i = 0; i < steps.size(); i++) {
      long next = walk[i] + steps.get(i);
      if (next <= walk[i]) {
        return Arrays.copyOf(walk, i + 1);
      }
      walk[i + 1] = next;
    }
    return walk;
  }

  private static long[] sorted(Set<Long> timestamps) {
    return timestamps.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Raw bits: odd values, counters, decimals, noise. */
  private static Arbitrary<long[]> numbers() {
    Arbitrary<Long> number =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.of(ODD_VALUES),
                Arbitraries.longs(),
                Arbitraries.longs().between(0, 1000),
                Arbitraries.integers()
                    .between(0, 10_000)
                    .map(hundredths -> Double.doubleToRawLongBits(hundredths / 100.0))));
    return number
        .list()
        .ofMinSize(1)
        .ofMaxSize(150)
        .injectDuplicates(0.3)
        .map(ChunkRoundTripTest::array);
  }

  private static Arbitrary<long[]> starts() {
    return Arbitraries.oneOf(
            List.of(
                Arbitraries.just(0L),
                Arbitraries.longs().between(1_700_000_000_000L, 1_700_000_100_000L),
                Arbitraries.longs()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(150)
        .injectDuplicates(0.5)
        .map(ChunkRoundTripTest::array);
  }

  private static long[] array(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static Arbitrary<HistogramLayout> layouts() {
    Arbitrary<int[]> spans =
        Arbitraries.integers().between(0, 6).list().ofMaxSize(4).map(ChunkRoundTripTest::spans);
    Arbitrary<Long> thresholds =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.of(ODD_VALUES),
                Arbitraries.longs(),
                Arbitraries.integers()
                    .between(-245, 12)
                    .map(e -> Double.doubleToRawLongBits(Math.scalb(1.0, e)))));
    Arbitrary<long[]> bounds = numbers();
    return Combinators.combine(
            Arbitraries.integers().between(-9, 52), thresholds, spans, spans, bounds)
        .as(
            (schema, threshold, positive, negative, some) ->
                schema > 40
                    ? new HistogramLayout(
                        HistogramLayout.CUSTOM_BOUNDS, threshold, positive, negative, some)
                    : new HistogramLayout(schema, threshold, positive, negative, new long[0]));
  }

  private static int[] spans(List<Integer> lengths) {
    int[] spans = new int[2 * lengths.size()];
    for (int i = 0; i < lengths.size(); i++) {
      spans[2 * i] = (i - 1) * 100_000 * lengths.get(i);
      spans[2 * i + 1] = lengths.get(i);
    }
    return spans;
  }
}
