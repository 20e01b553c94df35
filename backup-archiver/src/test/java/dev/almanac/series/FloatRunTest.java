package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FloatRunTest {

  private static final long STALE = 0x7ff0000000000002L;
  private static final long NAN = 0x7ff8000000000001L;

  private static FloatRun run(ChunkEncoding encoding, int size) {
    FloatRun run = new FloatRun(4);
    run.setEncoding(encoding);
    run.ensureCapacity(size);
    for (int i = 0; i < size; i++) {
      run.timestamps[i] = 1000L * i;
      run.valueBits[i] = Double.doubleToRawLongBits(i * 0.1);
      if (encoding.carriesStartTimestamps()) {
        run.startTimestamps[i] = i / 3;
      }
    }
    run.setSize(size);
    run.setStartsChunk(true);
    return run;
  }

  private static long digest(Run run, int from, int until) {
    SeriesDigest digest = new SeriesDigest();
    run.digest(digest, from, until);
    assertThat(digest.samples()).isEqualTo(until - from);
    return digest.value();
  }

  private static long digestOfOne(long timestamp, long valueBits) {
    SeriesDigest digest = new SeriesDigest();
    digest.addFloat(timestamp, valueBits);
    return digest.value();
  }

  @Test
  void tellsValuesApartByTheirBits() {
    List<Long> bits =
        List.of(
            0L,
            Double.doubleToRawLongBits(-0.0),
            STALE,
            NAN,
            Double.doubleToRawLongBits(1),
            Double.doubleToRawLongBits(Double.POSITIVE_INFINITY));

    assertThat(bits.stream().map(value -> digestOfOne(0, value))).doesNotHaveDuplicates();
  }

  @Test
  void tellsTimestampsApart() {
    assertThat(digestOfOne(1, STALE)).isNotEqualTo(digestOfOne(2, STALE));
    assertThat(digestOfOne(1, 2)).isNotEqualTo(digestOfOne(2, 1));
  }

  @Test
  void tellsStartTimestampsApart() {
    FloatRun run = run(ChunkEncoding.XOR2, 1);
    long without = digest(run, 0, 1);
    run.startTimestamps[0] = 7;

    assertThat(digest(run, 0, 1)).isNotEqualTo(without);
  }

  @Test
  void holdsAnUnknownStartTimestampForNone() {
    assertThat(digest(run(ChunkEncoding.XOR2, 1), 0, 1))
        .isEqualTo(digest(run(ChunkEncoding.XOR, 1), 0, 1));
  }

  @Test
  void hasTheDigestThatAnIndependentComputationGives() {
    FloatRun run = run(ChunkEncoding.XOR, 3);
    run.valueBits[2] = STALE;

    assertThat(digest(run, 0, 3)).isEqualTo(0xfe2fea94161fe0e2L);
  }

  @Property(tries = 200)
  void addsUpHoweverItIsCut(
      @ForAll @IntRange(min = 0, max = 60) int size,
      @ForAll @Size(max = 5) List<@IntRange(max = 60) Integer> cuts) {
    FloatRun run = run(ChunkEncoding.XOR2, size);
    TreeSet<Integer> bounds = new TreeSet<>(cuts);
    bounds.removeIf(cut -> cut > size);
    bounds.addAll(List.of(0, size));

    SeriesDigest sum = new SeriesDigest();
    int from = 0;
    for (int until : bounds) {
      SeriesDigest part = new SeriesDigest();
      run.digest(part, from, until);
      sum.add(part);
      from = until;
    }

    assertThat(sum.value()).isEqualTo(digest(run, 0, size));
    assertThat(sum.samples()).isEqualTo(size);
  }

  @Property(tries = 200)
  void addsUpInWhateverOrder(@ForAll @IntRange(max = 60) int size, @ForAll long seed) {
    FloatRun run = run(ChunkEncoding.XOR, size);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));

    SeriesDigest shuffled = new SeriesDigest();
    order.forEach(i -> shuffled.addFloat(run.timestamps[i], run.valueBits[i]));

    assertThat(shuffled.value()).isEqualTo(digest(run, 0, size));
  }

  @Property(tries = 200)
  void seesWhenAnyBitOfAnySampleFlips(
      @ForAll @IntRange(max = 19) int sample, @ForAll @IntRange(max = 63) int bit) {
    FloatRun run = run(ChunkEncoding.XOR, 20);
    long whole = digest(run, 0, 20);
    run.valueBits[sample] ^= 1L << bit;

    assertThat(digest(run, 0, 20)).isNotEqualTo(whole);
  }

  @Test
  void isClearedToTheDigestOfNothing() {
    SeriesDigest digest = new SeriesDigest();
    digest.addFloat(1, 2);
    digest.clear();

    assertThat(digest.value()).isZero();
    assertThat(digest.samples()).isZero();
  }

  @Property(tries = 200)
  void keepsASlice(@ForAll @IntRange(max = 30) int a, @ForAll @IntRange(max = 30) int b) {
    int from = Math.min(a, b);
    int until = Math.max(a, b);
    FloatRun whole = run(ChunkEncoding.XOR2, 30);
    FloatRun kept = run(ChunkEncoding.XOR2, 30);

    kept.keep(from, until);

    int size = until - from;
    assertThat(kept.size()).isEqualTo(size);
    assertThat(Arrays.copyOf(kept.timestamps, size))
        .isEqualTo(Arrays.copyOfRange(whole.timestamps, from, until));
    assertThat(Arrays.copyOf(kept.valueBits, size))
        .isEqualTo(Arrays.copyOfRange(whole.valueBits, from, until));
    assertThat(Arrays.copyOf(kept.startTimestamps, size))
        .isEqualTo(Arrays.copyOfRange(whole.startTimestamps, from, until));
    assertThat(kept.startsChunk()).isEqualTo(from == 0);
  }

  @Test
  void growsAndKeepsWhatItHolds() {
    FloatRun run = run(ChunkEncoding.XOR2, 3);
    long before = digest(run, 0, 3);

    run.ensureCapacity(1000);

    assertThat(run.timestamps).hasSizeGreaterThanOrEqualTo(1000);
    assertThat(run.valueBits).hasSizeGreaterThanOrEqualTo(1000);
    assertThat(run.startTimestamps).hasSizeGreaterThanOrEqualTo(1000);
    assertThat(digest(run, 0, 3)).isEqualTo(before);
  }

  @Test
  void makesRoomForStartTimestampsWhenItsEncodingBringsThem() {
    FloatRun run = new FloatRun(4);
    run.setEncoding(ChunkEncoding.XOR2);
    run.ensureCapacity(1);

    assertThat(run.startTimestamps).isNotEmpty();
  }

  @Test
  void knowsItsFirstAndLastTimestamp() {
    FloatRun run = run(ChunkEncoding.XOR, 3);

    assertThat(run.firstTimestamp()).isZero();
    assertThat(run.lastTimestamp()).isEqualTo(2000);
  }

  @Test
  void refusesAnEncodingOfHistograms() {
    assertThatThrownBy(() -> new FloatRun().setEncoding(ChunkEncoding.HISTOGRAM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HISTOGRAM does not fit a FloatRun");
    assertThatThrownBy(() -> new HistogramRun().setEncoding(ChunkEncoding.XOR2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("XOR2 does not fit a HistogramRun");
  }
}
