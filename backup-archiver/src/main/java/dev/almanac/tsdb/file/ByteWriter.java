package dev.almanac.tsdb.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A growing array of bytes in the forms that {@link ByteReader} reads. */
public final class ByteWriter {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[256];
  private int length;

  public void clear() {
    length = 0;
  }

  /** The array the bytes lie in, from its beginning on; valid until the next call. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void putByte(int value) {
    require(1);
    bytes[length++] = (byte) value;
  }

  /** Four bytes, big-endian. */
  public void putInt(int value) {
    require(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  /** Eight bytes, big-endian. */
  public void putLong(long value) {
    require(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  /** An unsigned LEB128 number. */
  public void putUvarint(long value) {
    require(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A signed number in zigzag form. */
  public void putVarint(long value) {
    putUvarint((value << 1) ^ (value >> 63));
  }

  /**
   * Text as UTF-8 behind its length.
   *
   * @throws IllegalArgumentException where it holds half a surrogate pair, which has no UTF-8
   */
  public void putString(String text) {
    if (!isWhole(text)) {
      throw new IllegalArgumentException("no UTF-8 for half a surrogate pair in " + text);
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putUvarint(utf8.length);
    require(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  private static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** The CRC-32C of all bytes. */
  public int crc32c() {
    return crc32c(0);
  }

  /** The CRC-32C of the bytes from index {@code from} on. */
  public int crc32c(int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length - from);
    return (int) crc.getValue();
  }

  private void require(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
    }
  }
}
