package dev.almanac.forecast.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  private static final double UNKNOWN = Double.NaN;
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static Resampling minutes(SampleKind kind, int steps) {
    return Resampling.of(kind, 0, 60_000, steps);
  }

  /** Samples as pairs of seconds and a value. */
  private static Resampler fed(Resampling how, double... pairs) {
    Resampler resampler = new Resampler(how);
    feed(resampler, pairs);
    return resampler;
  }

  private static void feed(Resampler resampler, double... pairs) {
    long[] times = new long[pairs.length / 2];
    long[] bits = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = (long) (pairs[2 * i] * 1000);
      bits[i] = Double.doubleToRawLongBits(pairs[2 * i + 1]);
    }
    resampler.append(times, bits, 0, times.length);
  }

  private static double[] steps(SampleKind kind, int steps, double... pairs) {
    return fed(minutes(kind, steps), pairs).history().values();
  }

  @Test
  void knowsNothingWithoutSamples() {
    assertThat(steps(SampleKind.GAUGE, 2)).containsExactly(UNKNOWN, UNKNOWN);
    assertThat(steps(SampleKind.COUNTER, 2)).containsExactly(UNKNOWN, UNKNOWN);
  }

  @Test
  void takesTheMeanOfAGauge() {
    assertThat(steps(SampleKind.GAUGE, 4, 0, 1, 15, 2, 59.999, 6, 60, 10, 190, 7))
        .containsExactly(3, 10, UNKNOWN, 7);
  }

  @Test
  void takesTheIncreasePerSecondOfACounter() {
    assertThat(steps(SampleKind.COUNTER, 2, 0, 100, 30, 130, 60, 190, 120, 190))
        .containsExactly(1.5, 0);
  }

  @Test
  void sharesAnIncreaseBetweenStepsByTheirTime() {
    assertThat(steps(SampleKind.COUNTER, 2, 0, 0, 40, 40, 80, 120, 120, 120))
        .containsExactly(80 / 60.0, 40 / 60.0);
  }

  @Test
  void countsFromZeroAfterAReset() {
    Resampler resampler = fed(minutes(SampleKind.COUNTER, 1), 0, 1000, 30, 1030, 60, 12);

    assertThat(resampler.history().values()[0]).isCloseTo(42 / 60.0, within(1e-12));
    assertThat(resampler.counts().resets()).isEqualTo(1);
  }

  @Test
  void countsNoIncreaseAcrossAStaleMarker() {
    Resampler resampler =
        fed(minutes(SampleKind.COUNTER, 3), 0, 5, 60, 65, 61, STALE, 120, 900, 180, 960);

    assertThat(resampler.history().values()).containsExactly(1, UNKNOWN, 1);
    assertThat(resampler.counts().ends()).isEqualTo(1);
    assertThat(resampler.counts().resets()).isZero();
  }

  @Test
  void countsNoIncreaseAcrossALongGap() {
    assertThat(steps(SampleKind.COUNTER, 8, 0, 5, 60, 65, 361, 900, 421, 960))
        .containsExactly(1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, UNKNOWN);
  }

  @Test
  void knowsAStepOfACounterByHalfOfItsTime() {
    assertThat(steps(SampleKind.COUNTER, 2, 30, 0, 60, 30, 89, 59)).containsExactly(1, UNKNOWN);
  }

  @Test
  void passesOverStaleMarkersAndOtherNaNsOfAGauge() {
    assertThat(steps(SampleKind.GAUGE, 2, 0, 4, 10, Double.NaN, 20, STALE, 61, STALE))
        .containsExactly(4, UNKNOWN);
  }

  @Test
  void countsDuplicateAndUnsortedSamplesAndPassesThemOver() {
    Resampler resampler = fed(minutes(SampleKind.GAUGE, 2), 0, 4, 0, 9, 70, 5, 10, 9, 70, 9, 80, 7);

    assertThat(resampler.history().values()).containsExactly(4, 6);
    assertThat(resampler.counts()).isEqualTo(new ResampleCounts(3, 0, 0, 2, 1, 0));
  }

  @Test
  void usesWhatWasBeforeTheFirstStepAndNothingAfterTheLast() {
    assertThat(steps(SampleKind.COUNTER, 1, -30, 0, 30, 60, 90, 300)).containsExactly(2.5);
    assertThat(steps(SampleKind.GAUGE, 1, -30, 100, 30, 1, 60, 100)).containsExactly(1);
  }

  @Test
  void standsTimesAtBothEndsOfWhatALongHolds() {
    long[] times = {Long.MIN_VALUE, Long.MIN_VALUE + 1, 0, 1000, Long.MAX_VALUE};
    long[] bits = new long[times.length];
    Arrays.fill(bits, Double.doubleToRawLongBits(1));
    Resampler resampler = new Resampler(minutes(SampleKind.COUNTER, 3));
    resampler.append(times, bits, 0, times.length);

    assertThat(resampler.counts().samples()).isEqualTo(5);
    assertThat(resampler.history().values()).containsOnly(UNKNOWN);
  }

  /** Samples at odd times, with gaps, resets, stale markers, repeated and late ones. */
  private static double[] anything(Random random, int samples) {
    double[] pairs = new double[2 * samples];
    double time = -200;
    double value = 0;
    for (int i = 0; i < samples; i++) {
      int dice = random.nextInt(40);
      time += dice == 0 ? 400 : dice == 1 ? -20 : dice == 2 ? 0 : random.nextInt(40);
      value = dice == 3 ? 0 : value + random.nextDouble() * 7;
      pairs[2 * i] = time;
      pairs[2 * i + 1] = dice == 4 ? STALE : dice == 5 ? Double.NaN : value;
    }
    return pairs;
  }

  private static double[] sorted(double[] pairs) {
    double[] ascending = pairs.clone();
    int count = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (count == 0 || pairs[i] > ascending[count - 2]) {
        ascending[count++] = pairs[i];
        ascending[count++] = pairs[i + 1];
      }
    }
    return Arrays.copyOf(ascending, count);
  }

  /** Cuts samples into pieces, sends each over the wire, joins them two by two in any order. */
  private static Resampler joined(Random random, Resampling how, double[] pairs) {
    if (pairs.length <= 2 || random.nextInt(3) == 0) {
      return Resampler.fromBytes(fed(how, pairs).toBytes());
    }
    int cut = 2 * random.nextInt(pairs.length / 2 + 1);
    Resampler left = joined(random, how, Arrays.copyOf(pairs, cut));
    left.append(joined(random, how, Arrays.copyOfRange(pairs, cut, pairs.length)));
    return left;
  }

  @Property(tries = 400)
  void holdsTheSameBitsHoweverTheTimeIsCut(
      @ForAll long seed, @ForAll @IntRange(max = 300) int samples, @ForAll SampleKind kind) {
    Random random = new Random(seed);
    Resampling how = minutes(kind, 50);
    double[] pairs = sorted(anything(random, samples));

    Resampler whole = fed(how, pairs);

    assertThat(joined(random, how, pairs).toBytes()).isEqualTo(whole.toBytes());
  }

  @Property(tries = 200)
  void countsEverySampleOnceEvenWhereItPassesSomeOver(@ForAll long seed, @ForAll SampleKind kind) {
    double[] pairs = anything(new Random(seed), 200);

    ResampleCounts counts = fed(minutes(kind, 50), pairs).counts();

    assertThat(counts.samples() + counts.duplicates() + counts.unsorted()).isEqualTo(200);
  }

  @Test
  void givesUpStepsThatTwoOverlappingPiecesBothKnow() {
    Resampling how = minutes(SampleKind.GAUGE, 5);
    Resampler earlier = fed(how, 0, 1, 130, 3);

    earlier.append(fed(how, 10, 7, 70, 2, 140, 7, 190, 4));

    assertThat(earlier.history().values()).containsExactly(1, 2, 3, 4, UNKNOWN);
    assertThat(earlier.counts().overlaps()).isEqualTo(1);
  }

  @Test
  void refusesToJoinOtherSteps() {
    Resampler resampler = new Resampler(minutes(SampleKind.GAUGE, 5));
    Resampler other = new Resampler(minutes(SampleKind.GAUGE, 6));

    assertThatThrownBy(() -> resampler.append(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot join");
  }

  @Property(tries = 2000)
  void readsDamagedBytesOrRefusesThemByName(@ForAll long seed, @ForAll int cut) {
    Random random = new Random(seed);
    byte[] bytes = fed(minutes(SampleKind.COUNTER, 9), anything(random, 20)).toBytes();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    byte[] damaged = Arrays.copyOf(bytes, bytes.length - Math.floorMod(cut, 3));

    try {
      Resampler.fromBytes(damaged);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
