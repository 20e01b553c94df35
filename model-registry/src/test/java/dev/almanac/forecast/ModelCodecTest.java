package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelCodecTest {

  private static final ForecastOptions OPTIONS =
      ForecastOptions.of(48).withZone(ZoneId.of("Europe/Berlin")).withHolidaysOf("DE");

  private static SeriesModel learned() {
    History shifted =
        Series.hourly(900, t -> (t < 500 ? 0 : 900) + Series.daily(900, 4).values()[t]);
    return Series.fitted(Forecasters.ensemble(), shifted, OPTIONS).model();
  }

  private static final SeriesModel MODEL = learned();
  private static final byte[] BYTES = ModelCodec.encode(MODEL);

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = ModelCodecTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** Changes bytes and makes the checksum right again. */
  private static byte[] forged(int at, int... bytes) {
    byte[] forged = BYTES.clone();
    for (int i = 0; i < bytes.length; i++) {
      forged[at + i] = (byte) bytes[i];
    }
    CRC32C crc = new CRC32C();
    crc.update(forged, 0, forged.length - 4);
    ByteBuffer.wrap(forged).putInt(forged.length - 4, (int) crc.getValue());
    return forged;
  }

  @Test
  void givesBackTheSameModel() {
    SeriesModel read = ModelCodec.decode(BYTES);
    History recent = Series.daily(400, 9);

    assertThat(ModelCodec.encode(read)).isEqualTo(BYTES);
    assertThat(read.members()).isEqualTo(MODEL.members()).hasSizeGreaterThan(2);
    assertThat(read.forecast(recent, 60).quantile(.9))
        .isEqualTo(MODEL.forecast(recent, 60).quantile(.9));
    assertThat(read.memory()).isEqualTo(MODEL.memory());
  }

  @Test
  void readsVersionOneAsItWasWritten() throws IOException {
    SeriesModel read = ModelCodec.decode(golden("model-v1.bin"));

    assertThat(read.seasons()).containsExactly(24, 168);
    assertThat(read.step()).isEqualTo(Series.HOUR);
    assertThat(read.horizon()).isEqualTo(24);
    double[] expected = new double[24];
    ByteBuffer.wrap(golden("model-v1-median.bin")).asDoubleBuffer().get(expected);
    assertThat(read.forecast(Series.daily(400, 9), 24).median()).isEqualTo(expected);
  }

  @Test
  void refusesAnUnknownVersionByName() {
    assertThatThrownBy(() -> ModelCodec.decode(forged(4, 2)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage("model @ 5: version 2 is not known here, only 1");
  }

  @Test
  void refusesOtherBytes() {
    assertThatThrownBy(() -> ModelCodec.decode("PAR1 or whatever".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("no model");
    assertThatThrownBy(() -> ModelCodec.decode(new byte[0]))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("4 bytes expected, 0 left");
  }

  @Test
  void refusesALengthThatTheBytesCannotHold() {
    // The length of the zone's name comes after magic, version and step.
    assertThatThrownBy(() -> ModelCodec.decode(forged(13, 0x7f, 0xff, 0xff, 0xff)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("2147483647 values in");
  }

  @Property(tries = 300)
  void noticesAnyFlippedBit(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] damaged = BYTES.clone();
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));

    assertThatThrownBy(() -> ModelCodec.decode(damaged)).isInstanceOf(CorruptModelException.class);
  }

  @Property(tries = 300)
  void noticesWhatIsCutOff(@ForAll long seed) {
    byte[] cut = Arrays.copyOf(BYTES, new Random(seed).nextInt(BYTES.length));

    assertThatThrownBy(() -> ModelCodec.decode(cut)).isInstanceOf(CorruptModelException.class);
  }

  /** With a checksum that is right there may be a model, but never another failure or a NaN. */
  @Property(tries = 500)
  void readsForgedBytesOrRefusesThemByName(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] forged = forged(5 + random.nextInt(BYTES.length - 9), random.nextInt(256));

    try {
      Forecast forecast = ModelCodec.decode(forged).forecast(Series.daily(50, 1).last(20), 5);
      assertThat(Arrays.stream(forecast.median()).allMatch(Double::isFinite)).isTrue();
    } catch (CorruptModelException e) {
      assertThat(e).hasMessageStartingWith("model @ ");
    } catch (IllegalArgumentException e) {
      // Another step than the history's.
      assertThat(e).hasMessageStartingWith("step: ");
    }
  }

  @Test
  void learnsTheSameBytesFromTheSameHistory() {
    assertThat(ModelCodec.encode(learned())).isEqualTo(BYTES);
  }
}
