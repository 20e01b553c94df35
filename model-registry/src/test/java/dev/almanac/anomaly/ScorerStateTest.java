package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.anomaly.synthetic.CleanShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerStateTest {

  private static final int MOST_BYTES = 2048;
  private static final String NEWEST = "v2.hex";

  /** Where the samples since a shift are in it. */
  private static final int SINCE_SHIFT = 82;

  private final Scorer scorer = new Scorer(ScorerOptions.ofAlarmsPerDay(1));
  private final Score score = new Score();

  @Property(tries = 25)
  void scoresOnBitForBitWhereverItWasSavedAndLoaded(
      @ForAll CleanShape shape, @ForAll @IntRange(max = 3000) int cut, @ForAll long seed) {
    Samples whole = new Samples(shape, seed);
    Samples parted = new Samples(shape, seed);
    ScorerState one = new ScorerState();
    ScorerState other = new ScorerState();
    for (int i = 0; i < 3100; i++) {
      if (i >= cut && (i - cut) % 97 == 0) {
        other = ScorerState.decode(other.encode());
      }
      String expected = whole.scoreNext(one);
      assertThat(parted.scoreNext(other)).isEqualTo(expected);
    }
    assertThat(other.encode()).isEqualTo(one.encode());
  }

  @Test
  void takesAtMostTwoKilobytes() {
    ScorerState state = new ScorerState();
    Samples samples = new Samples(CleanShape.GAUSSIAN, 1);
    for (int i = 0; i < 20_000; i++) {
      samples.scoreNext(state);
    }
    assertThat(state.encode()).hasSizeLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.hex", "v2.hex"})
  void readsEveryVersionEverWritten(String written) throws IOException {
    ScorerState state = ScorerState.decode(golden(written));

    assertThat(state.learned()).isEqualTo(500);
    assertThat(state.lastTime()).isEqualTo(500 * Samples.STEP);
    scorer.score(state, 501 * Samples.STEP, 1e6, score);
    assertThat(score.value()).isGreaterThan(1);
    assertThat(score.alarm()).isTrue();
  }

  @Test
  void writesTheNewestVersionByteByByte() throws IOException {
    assertThat(ScorerState.decode(golden(NEWEST)).encode()).isEqualTo(golden(NEWEST));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Baseline.SETTLED + 1, Integer.MAX_VALUE})
  void believesNoImpossibleNumberOfSamplesSinceAShift(int since) throws IOException {
    byte[] bytes = golden(NEWEST);
    ByteBuffer.wrap(bytes).putInt(SINCE_SHIFT, since);
    assertThatThrownBy(() -> ScorerState.decode(bytes))
        .isInstanceOf(CorruptScorerStateException.class)
        .hasMessageContaining("samples since a shift " + since);
  }

  @Test
  void refusesALaterVersionByName() throws IOException {
    byte[] bytes = golden(NEWEST);
    bytes[0] = 9;
    assertThatThrownBy(() -> ScorerState.decode(bytes))
        .isInstanceOf(CorruptScorerStateException.class)
        .hasMessage("scorer state @ 1: version 9 is not known here, only 1 to 2");
  }

  @Test
  void refusesBytesThatEndEarlyOrGoOn() throws IOException {
    byte[] bytes = golden(NEWEST);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ScorerState.decode(part))
          .isInstanceOf(CorruptScorerStateException.class);
    }
    assertThatThrownBy(() -> ScorerState.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(CorruptScorerStateException.class)
        .hasMessageContaining("1 bytes too many");
  }

  @Property(tries = 200)
  void noBytesAreWorseThanRefused(@ForAll @Size(max = 200) byte[] bytes) {
    survives(bytes);
  }

  @Property(tries = 300)
  void noDamageIsWorseThanRefused(@ForAll @Size(value = 4) int[] places, @ForAll long seed)
      throws IOException {
    byte[] bytes = golden(NEWEST);
    SplittableRandom random = new SplittableRandom(seed);
    for (int place : places) {
      bytes[Math.floorMod(place, bytes.length)] = (byte) random.nextInt();
    }
    bytes[0] = 2;
    survives(bytes);
  }

  @Property(tries = 100)
  void noValuesAreWorseThanAnomalous(@ForAll long seed, @ForAll @IntRange(max = 307) int exponent) {
    SplittableRandom random = new SplittableRandom(seed);
    ScorerState state = new ScorerState();
    for (int i = 1; i <= 400; i++) {
      // Now and then the sign or the size turns for long enough to be a new level.
      double size = i / 40 % 2 == 0 ? random.nextDouble() : Math.pow(10, exponent);
      double value = (i / 80 % 2 == 0 ? 1 : -1) * size * random.nextInt(1, 10);
      scorer.score(state, i * Samples.STEP, value, score);
      assertThat(score.value()).isBetween(0., Double.MAX_VALUE);
    }
    assertThat(ScorerState.decode(state.encode()).encode()).isEqualTo(state.encode());
  }

  private void survives(byte[] bytes) {
    ScorerState state;
    try {
      state = ScorerState.decode(bytes);
    } catch (CorruptScorerStateException e) {
      return;
    }
    long time = Math.max(0, state.lastTime() % (1L << 60));
    for (int i = 0; i < 100; i++) {
      time += Samples.STEP;
      scorer.score(state, time, i % 7, score);
    }
    ScorerState.decode(state.encode());
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = ScorerStateTest.class.getResourceAsStream("/scorer-states/" + name)) {
      return HexFormat.of()
          .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }

  /** Samples with gaps, stale markers, repeats, a shift and a model that comes and goes. */
  private static final class Samples {
    static final long STEP = 60_000;

    private final DoubleSupplier values;
    private final Scorer scorer = new Scorer(ScorerOptions.ofAlarmsPerDay(10));
    private final Score score = new Score();
    private final boolean wild;
    private long index;

    Samples(CleanShape shape, long seed) {
      this.values = shape.values(seed, 1440);
      this.wild = seed != 1;
    }

    String scoreNext(ScorerState state) {
      index++;
      double value = values.getAsDouble();
      if (wild && index % 211 == 0) {
        value = Double.NaN;
      }
      if (wild && index % 1500 > 1400) {
        value *= 3;
      }
      long time = index * STEP + (wild ? index / 800 * 7 * STEP : 0);
      boolean guided = wild && index % 2000 > 1700;
      scorer.score(state, time, value, guided ? 50 : Double.NaN, guided ? 5 : Double.NaN, score);
      return score.outcome()
          + " "
          + Double.doubleToRawLongBits(score.value())
          + " "
          + Double.doubleToRawLongBits(score.lower())
          + " "
          + Double.doubleToRawLongBits(score.upper())
          + " "
          + Double.doubleToRawLongBits(score.expected())
          + score.event()
          + score.alarm();
    }
  }
}
