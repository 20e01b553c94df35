package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.file.InputWindow;

/**
 * A part of the index of the form length (4 bytes), content, CRC-32C (4 bytes), whose length lies
 * within bounds and whose checksum holds.
 *
 * @param start where the content starts in the file, behind the length
 * @param end where it ends, before the checksum
 */
record IndexSection(BlockInput input, long start, long end) {

  /**
   * The section at {@code offset}, proved by its checksum.
   *
   * @param limit where the file's next part starts
   * @param what its name in messages
   */
  static IndexSection at(
      BlockInput input, InputWindow window, long offset, long limit, String what) {
    if (offset < 0 || offset > limit - 2 * Integer.BYTES) {
      throw new CorruptBlockException(
          input.file(), offset, what + " before " + limit, "no room for its length and checksum");
    }
    long length = window.read(offset, Integer.BYTES).readUnsignedInt();
    long start = offset + Integer.BYTES;
    if (length > limit - Integer.BYTES - start) {
      throw new CorruptBlockException(
          input.file(),
          offset,
          what + " of at most " + (limit - Integer.BYTES - start) + " bytes",
          "a length of " + length);
    }
    input.verifyCrc32c(start, length);
    return new IndexSection(input, start, start + length);
  }

  long length() {
    return end - start;
  }

  /** Where whatever follows the checksum may start. */
  long after() {
    return end + Integer.BYTES;
  }

  /** The bytes from {@code offset} on, at most {@code length} of them and none behind the end. */
  ByteReader read(InputWindow window, long offset, int length) {
    return window.read(offset, (int) Math.min(length, end - offset));
  }

  /** The number of entries the content begins with, each of at least {@code bytes} bytes. */
  int readCount(InputWindow window, long offset, int bytes, String what) {
    ByteReader reader = read(window, offset, Integer.BYTES);
    long count = reader.readUnsignedInt();
    long most = Math.min(Integer.MAX_VALUE, (end - offset - Integer.BYTES) / bytes);
    if (count > most) {
      throw new CorruptBlockException(
          input.file(), offset, "at most " + most + " " + what, String.valueOf(count));
    }
    return (int) count;
  }

  CorruptBlockException corrupt(long offset, String expected, String found) {
    return new CorruptBlockException(input.file(), offset, expected, found);
  }
}
