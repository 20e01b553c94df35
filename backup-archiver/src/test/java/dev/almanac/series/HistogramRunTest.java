package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HistogramRunTest {

  private static final HistogramLayout LAYOUT = layout(3, ints(0, 2, 1, 1), ints(-1, 2));

  private static int[] ints(int... numbers) {
    return numbers;
  }

  private static HistogramLayout layout(int schema, int[] positiveSpans, int[] negativeSpans) {
    return new HistogramLayout(schema, 0, positiveSpans, negativeSpans, new long[0]);
  }

  private static HistogramLayout custom(long... bounds) {
    return new HistogramLayout(HistogramLayout.CUSTOM_BOUNDS, 0, ints(0, 2), ints(), bounds);
  }

  private static HistogramRun run(ChunkEncoding encoding, HistogramLayout layout, int size) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(encoding);
    run.setLayout(layout);
    run.ensureCapacity(size);
    for (int i = 0; i < size; i++) {
      run.timestamps[i] = 1000L * i;
      run.counts[i] = 10L * i;
      run.zeroCounts[i] = i;
      run.sumBits[i] = Double.doubleToRawLongBits(i / 3.0);
      if (encoding.carriesStartTimestamps()) {
        run.startTimestamps[i] = 5L + i;
      }
    }
    for (int i = 0; i < size * layout.positiveBuckets(); i++) {
      run.positive[i] = 100L + i;
    }
    for (int i = 0; i < size * layout.negativeBuckets(); i++) {
      run.negative[i] = 200L + i;
    }
    run.setSize(size);
    run.setStartsChunk(true);
    return run;
  }

  private static long digest(HistogramRun run, int from, int until) {
    SeriesDigest digest = new SeriesDigest();
    run.digest(digest, from, until);
    assertThat(digest.samples()).isEqualTo(until - from);
    return digest.value();
  }

  private static long digest(HistogramRun run) {
    return digest(run, 0, run.size());
  }

  private static HistogramRun run() {
    return run(ChunkEncoding.HISTOGRAM_ST, LAYOUT, 2);
  }

  @Test
  void countsTheBucketsOfItsSpans() {
    assertThat(LAYOUT.positiveBuckets()).isEqualTo(3);
    assertThat(LAYOUT.negativeBuckets()).isEqualTo(2);
    assertThat(HistogramLayout.EMPTY.positiveBuckets()).isZero();
  }

  @Test
  void refusesSpansOfMoreBucketsThanCanBe() {
    HistogramLayout absurd = layout(0, ints(0, Integer.MAX_VALUE, 0, 1), ints());

    assertThatThrownBy(absurd::positiveBuckets).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void tellsLayoutsApart() {
    List<HistogramLayout> layouts =
        List.of(
            layout(3, ints(0, 2), ints()),
            layout(4, ints(0, 2), ints()),
            new HistogramLayout(3, 1, ints(0, 2), ints(), new long[0]),
            layout(3, ints(1, 2), ints()),
            layout(3, ints(2, 0), ints()),
            layout(3, ints(0, 1, 0, 1), ints()),
            layout(3, ints(), ints(0, 2)),
            layout(3, ints(0, 1), ints(0, 1)),
            custom(1, 2),
            custom(2, 1),
            custom(1),
            new HistogramLayout(
                HistogramLayout.CUSTOM_BOUNDS, 0, ints(0, 2), ints(1, 2), new long[0]));

    assertThat(layouts).doesNotHaveDuplicates();
    assertThat(layouts.stream().map(HistogramLayout::digest)).doesNotHaveDuplicates();
    assertThat(layouts.stream().map(HistogramLayout::hashCode)).doesNotHaveDuplicates();
  }

  @Test
  void isOneLayoutWhateverArraysHoldIt() {
    assertThat(layout(3, ints(0, 2, 1, 1), ints(-1, 2)))
        .isEqualTo(LAYOUT)
        .hasSameHashCodeAs(LAYOUT);
  }

  @Test
  void tellsRunsOfDifferentLayoutsApart() {
    HistogramLayout moved = layout(3, ints(1, 2, 1, 1), ints(-1, 2));

    assertThat(digest(run(ChunkEncoding.HISTOGRAM, moved, 2)))
        .isNotEqualTo(digest(run(ChunkEncoding.HISTOGRAM, LAYOUT, 2)));
  }

  @Test
  void tellsIntegerFromFloatCounts() {
    assertThat(digest(run(ChunkEncoding.HISTOGRAM, LAYOUT, 2)))
        .isNotEqualTo(digest(run(ChunkEncoding.FLOAT_HISTOGRAM, LAYOUT, 2)));
  }

  @Test
  void seesEveryField() {
    Stream<HistogramRun> changed =
        Stream.<Consumer<HistogramRun>>of(
                run -> {},
                run -> run.timestamps[1]++,
                run -> run.counts[1]++,
                run -> run.zeroCounts[1]++,
                run -> run.sumBits[1]++,
                run -> run.positive[3]++,
                run -> run.positive[5]++,
                run -> run.negative[2]++,
                run -> run.negative[3]++,
                run -> run.startTimestamps[1]++)
            .map(
                change -> {
                  HistogramRun run = run();
                  change.accept(run);
                  return run;
                });

    assertThat(changed.map(HistogramRunTest::digest)).doesNotHaveDuplicates();
  }

  @Property(tries = 100)
  void addsUpHoweverItIsCut(@ForAll @IntRange(max = 12) int cut) {
    HistogramRun run = run(ChunkEncoding.FLOAT_HISTOGRAM_ST, LAYOUT, 12);

    assertThat(digest(run, 0, cut) + digest(run, cut, 12)).isEqualTo(digest(run));
  }

  @Property(tries = 100)
  void keepsASlice(@ForAll @IntRange(max = 12) int a, @ForAll @IntRange(max = 12) int b) {
    int from = Math.min(a, b);
    int until = Math.max(a, b);
    HistogramRun whole = run(ChunkEncoding.HISTOGRAM_ST, LAYOUT, 12);
    HistogramRun kept = run(ChunkEncoding.HISTOGRAM_ST, LAYOUT, 12);

    kept.keep(from, until);

    assertThat(kept.size()).isEqualTo(until - from);
    assertThat(digest(kept)).isEqualTo(digest(whole, from, until));
    assertThat(kept.startsChunk()).isEqualTo(from == 0);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.buckets(i)).isEqualTo(whole.buckets(from + i));
    }
  }

  @Test
  void showsTheBucketsOfASamplePositiveFirst() {
    assertThat(run().buckets(1)).containsExactly(103, 104, 105, 202, 203);
  }

  @Test
  void growsAndKeepsWhatItHolds() {
    HistogramRun run = run();
    long before = digest(run);

    run.ensureCapacity(1000);

    assertThat(digest(run)).isEqualTo(before);
    assertThat(run.positive).hasSizeGreaterThanOrEqualTo(3000);
    assertThat(run.negative).hasSizeGreaterThanOrEqualTo(2000);
  }

  @Test
  void holdsFloatCountsWhereItsEncodingSaysSo() {
    assertThat(run(ChunkEncoding.HISTOGRAM, LAYOUT, 0).floatCounts()).isFalse();
    assertThat(run(ChunkEncoding.HISTOGRAM_ST, LAYOUT, 0).floatCounts()).isFalse();
    assertThat(run(ChunkEncoding.FLOAT_HISTOGRAM, LAYOUT, 0).floatCounts()).isTrue();
    assertThat(run(ChunkEncoding.FLOAT_HISTOGRAM_ST, LAYOUT, 0).floatCounts()).isTrue();
  }
}
