package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class SnappyStreamTest {

  private static byte[] compressed(byte[] message, int write) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SnappyStream stream = new SnappyStream(out, message.length)) {
      for (int from = 0; from < message.length; from += write) {
        stream.write(message, from, Math.min(write, message.length - from));
      }
    }
    return out.toByteArray();
  }

  /** Runs of equal bytes and of random ones. */
  private static byte[] message(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) (i / 1000 % 2 == 0 ? 7 : random.nextInt());
    }
    return message;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 65_535, 65_536, 65_537, 131_072, 200_001})
  void isABlockThatSnappyUnpacks(int length) throws IOException {
    byte[] message = message(length, 1);

    assertThat(Snappy.uncompress(compressed(message, 10_000))).isEqualTo(message);
  }

  @Property(tries = 200)
  void isTheSameHoweverItIsWritten(
      @ForAll @IntRange(max = 150_000) int length,
      @ForAll @IntRange(min = 1, max = 100_000) int write,
      @ForAll long seed)
      throws IOException {
    byte[] message = message(length, seed);

    assertThat(Snappy.uncompress(compressed(message, write))).isEqualTo(message);
  }

  @Test
  void compressesAsWellAsSnappyAtOnce() throws IOException {
    byte[] message = message(500_000, 1);

    assertThat(compressed(message, 8192).length)
        .isLessThan(Snappy.compress(message).length * 11 / 10);
  }

  @Test
  void refusesToEndBeforeTheLengthThatItAnnounced() throws IOException {
    SnappyStream stream = new SnappyStream(new ByteArrayOutputStream(), 2);
    stream.write(1);

    assertThatThrownBy(stream::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("1 bytes are missing of the length announced");
  }

  @Test
  void refusesWhatSnappyCannotHold() {
    assertThatThrownBy(() -> new SnappyStream(new ByteArrayOutputStream(), 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
