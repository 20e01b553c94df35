package dev.almanac.tsdb.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {

  private static final Path FILE = Path.of("01DXXFZDYD1MQW6079WK0K6EDQ", "index");

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        -1,
        63,
        64,
        -64,
        -65,
        127,
        128,
        16383,
        16384,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 62,
        1L << 56
      })
  void readsNumbersAtTheEdgesOfTheirLengths(long number) {
    readsWhatWasWritten(number);
  }

  @Property
  void readsWhatWasWritten(@ForAll long number) {
    ByteWriter bytes = new ByteWriter();
    bytes.putUvarint(number);
    bytes.putVarint(number);
    bytes.putLong(number);
    bytes.putInt((int) number);
    bytes.putByte((int) number);

    ByteReader reader = reader(bytes);

    assertThat(reader.readUvarint()).isEqualTo(number);
    assertThat(reader.readVarint()).isEqualTo(number);
    assertThat(reader.readLong()).isEqualTo(number);
    assertThat(reader.readInt()).isEqualTo((int) number);
    assertThat(reader.readByte()).isEqualTo((int) number & 0xFF);
    assertThat(reader.remaining()).isZero();
  }

  @Test
  void refusesAVarintOfMoreThan64Bits() {
    byte[] bytes = new byte[12];
    java.util.Arrays.fill(bytes, (byte) 0xFF);
    bytes[9] = 2;

    assertThatThrownBy(() -> new ByteReader(FILE, bytes, 0, 12, 100).readUvarint())
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessage(
            "01DXXFZDYD1MQW6079WK0K6EDQ/index @ 100: expected a varint of at most 64 bits, found a"
                + " longer one");
  }

  @Test
  void refusesToReadOverItsEnd() {
    ByteReader reader = new ByteReader(FILE, new byte[] {(byte) 0x80, 0, 0, 0, 0}, 0, 3, 7);

    assertThatThrownBy(reader::readInt)
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessage(
            "01DXXFZDYD1MQW6079WK0K6EDQ/index @ 7: expected 4 bytes, found the end of its section"
                + " at 10");
    assertThatThrownBy(() -> reader.skip(-1)).isInstanceOf(CorruptBlockException.class);
    assertThat(reader.remaining()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "é", "→", "🐘", "\u0000"})
  void readsTextOfEveryLengthOfCharacter(String text) {
    ByteWriter bytes = new ByteWriter();
    bytes.putString(text);
    ByteReader reader = reader(bytes);

    assertThat(reader.readUtf8(reader.readCount(99, "bytes"))).isEqualTo(text);
  }

  @Test
  void refusesTextThatIsNoUtf8RatherThanReplaceIt() {
    byte[] overlong = {'a', (byte) 0xC0, (byte) 0x80};

    assertThatThrownBy(() -> new ByteReader(FILE, overlong, 0, 3, 0).readUtf8(3))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessage(
            "01DXXFZDYD1MQW6079WK0K6EDQ/index @ 0: expected UTF-8 text, found bytes 61c080");
  }

  @Test
  void provesAPartByTheChecksumBehindIt() {
    ByteWriter bytes = new ByteWriter();
    bytes.putByte(7);
    bytes.putByte(8);
    bytes.putInt(bytes.crc32c());
    bytes.putByte(9);
    ByteReader reader = reader(bytes);

    ByteReader part = reader.readChecked(2);

    assertThat(part.readByte()).isEqualTo(7);
    assertThat(part.remaining()).isEqualTo(1);
    assertThat(reader.readByte()).isEqualTo(9);
  }

  private static ByteReader reader(ByteWriter bytes) {
    return new ByteReader(FILE, bytes.bytes(), 0, bytes.length(), 0);
  }
}
