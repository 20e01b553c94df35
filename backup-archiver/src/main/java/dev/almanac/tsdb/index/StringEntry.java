package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.file.InputWindow;
import java.util.Arrays;

/**
 * The bytes of a length-prefixed string as it passes by in a table, reused from one to the next.
 */
final class StringEntry {

  private static final int LONGEST_PREFIX = 10;

  private byte[] bytes = new byte[64];
  private int length;
  private long offset;

  /** Reads the string at {@code offset} and returns the offset behind it. */
  long read(IndexSection section, InputWindow window, long offset) {
    ByteReader prefix = section.read(window, offset, LONGEST_PREFIX);
    length = prefix.readCount(IndexFormat.LONGEST_SYMBOL, "bytes of a label name or value");
    this.offset = prefix.offset();
    if (length > section.end() - this.offset) {
      throw section.corrupt(
          offset,
          "a string of at most " + (section.end() - this.offset) + " bytes",
          length + " bytes");
    }
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
    }
    window.read(this.offset, length).readInto(bytes, length);
    return this.offset + length;
  }

  int compareTo(StringEntry other) {
    return Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
  }

  boolean is(byte[] text) {
    return Arrays.equals(bytes, 0, length, text, 0, text.length);
  }

  boolean isEmpty() {
    return length == 0;
  }

  /**
   * The text.
   *
   * @throws CorruptBlockException where it is not UTF-8
   */
  String text(IndexSection section) {
    return ByteReader.utf8(section.input().file(), offset, bytes, 0, length);
  }

  /** For messages, whatever the bytes are. */
  @Override
  public String toString() {
    return '"'
        + new String(bytes, 0, Math.min(length, 80), java.nio.charset.StandardCharsets.UTF_8)
        + '"';
  }
}
