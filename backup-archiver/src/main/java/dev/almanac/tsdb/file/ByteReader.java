package dev.almanac.tsdb.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Reads the number and text forms of Prometheus's files from a range of bytes and knows where in
 * the file each byte lies. Whatever runs over the range's end, or is no value of its form, throws a
 * {@link CorruptBlockException}.
 */
public final class ByteReader {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int LONGEST_VARINT = 10;
  private static final int SHOWN_BYTES = 24;

  private final Path file;
  private final byte[] bytes;
  private final long start;
  private final int limit;
  private int position;

  /**
   * A reader of {@code bytes[from, until)}.
   *
   * @param start where in the file {@code bytes[0]} lies
   */
  public ByteReader(Path file, byte[] bytes, int from, int until, long start) {
    this.file = file;
    this.bytes = bytes;
    this.position = from;
    this.limit = until;
    this.start = start;
  }

  /** Where in the file the next byte lies. */
  public long offset() {
    return start + position;
  }

  public int remaining() {
    return limit - position;
  }

  public int readByte() {
    require(1, "a byte");
    return bytes[position++] & 0xFF;
  }

  /** Four bytes, big-endian. */
  public int readInt() {
    require(Integer.BYTES, "4 bytes");
    int value = (int) INT.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  /** Four bytes, big-endian, unsigned. */
  public long readUnsignedInt() {
    return Integer.toUnsignedLong(readInt());
  }

  /** Eight bytes, big-endian. */
  public long readLong() {
    require(Long.BYTES, "8 bytes");
    long value = (long) LONG.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** An unsigned LEB128 number of at most 64 bits, as Go's {@code binary.Uvarint} reads it. */
  public long readUvarint() {
    if (position < limit && bytes[position] >= 0) {
      return bytes[position++];
    }
    return readLongUvarint();
  }

  private long readLongUvarint() {
    int at = position;
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (at == limit) {
        throw corrupt("a varint", "the end of its section at " + (start + limit));
      }
      byte b = bytes[at++];
      if (i == LONGEST_VARINT - 1 && (b & 0xFE) != 0) {
        break;
      }
      value |= (b & 0x7FL) << (7 * i);
      if (b >= 0) {
        position = at;
        return value;
      }
    }
    throw corrupt("a varint of at most 64 bits", "a longer one");
  }

  /** A signed number in zigzag form, as Go's {@code binary.Varint} reads it. */
  public long readVarint() {
    long zigzag = readUvarint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** A varint that counts or measures something of which there are at most {@code most}. */
  public int readCount(int most, String what) {
    long at = offset();
    long count = readUvarint();
    if (count < 0 || count > most) {
      throw new CorruptBlockException(
          file, at, "at most " + most + " " + what, Long.toUnsignedString(count));
    }
    return (int) count;
  }

  public void skip(int length) {
    require(length, length + " bytes");
    position += length;
  }

  /** The next bytes as text. */
  public String readUtf8(int length) {
    require(length, length + " bytes of text");
    String text = utf8(file, offset(), bytes, position, length);
    position += length;
    return text;
  }

  /** Copies the next bytes to the beginning of {@code into}. */
  public void readInto(byte[] into, int length) {
    require(length, length + " bytes");
    System.arraycopy(bytes, position, into, 0, length);
    position += length;
  }

  /** The CRC-32C of the next bytes, which stay unread. */
  public int crc32c(int length) {
    require(length, length + " bytes");
    CRC32C crc = new CRC32C();
    crc.update(bytes, position, length);
    return (int) crc.getValue();
  }

  /**
   * A reader of the next {@code length} bytes, which the big-endian CRC-32C after them has proved;
   * this reader goes on behind the checksum.
   */
  public ByteReader readChecked(int length) {
    int computed = crc32c(length);
    ByteReader checked = new ByteReader(file, bytes, position, position + length, start);
    position += length;
    long at = offset();
    BlockInput.requireCrc(file, at, computed, readInt());
    return checked;
  }

  /** The exception for something wrong at the next byte. */
  public CorruptBlockException corrupt(String expected, String found) {
    return new CorruptBlockException(file, offset(), expected, found);
  }

  private void require(int length, String what) {
    if (length < 0 || length > limit - position) {
      throw corrupt(what, "the end of its section at " + (start + limit));
    }
  }

  /**
   * Decodes text, refusing what is not UTF-8 rather than replacing it.
   *
   * @param offset where in the file the text lies
   */
  public static String utf8(Path file, long offset, byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return decoded(file, offset, bytes, from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(Path file, long offset, byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      int shown = Math.min(length, SHOWN_BYTES);
      throw new CorruptBlockException(
          file,
          offset,
          "UTF-8 text",
          "bytes "
              + HexFormat.of().formatHex(bytes, from, from + shown)
              + (shown < length ? "… (" + length + " in all)" : ""));
    }
  }
}
