package dev.almanac.prometheus;

import dev.almanac.prometheus.PrometheusException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The frames of a streamed answer: the message's length as uvarint, its CRC-32C big-endian, the
 * message.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/storage/remote/chunked.go">storage/remote/chunked.go</a>
 */
final class ReadFrames {

  /** As much as Prometheus itself accepts; it sends frames of about a mebibyte. */
  static final int MAX_FRAME_BYTES = 50_000_000;

  /** How much is allocated before the first byte has come. */
  private static final int FIRST_ALLOCATION = 64 << 10;

  private final String source;
  private final InputStream in;
  private final CRC32C crc = new CRC32C();
  private byte[] message = new byte[FIRST_ALLOCATION];
  private int length;
  private long offset;
  private long frameOffset;

  /**
   * @param source where the answer comes from, for messages
   */
  ReadFrames(String source, InputStream in) {
    this.source = source;
    this.in = in;
  }

  /** The current message's bytes, {@link #length} of them; overwritten by the next. */
  byte[] message() {
    return message;
  }

  int length() {
    return length;
  }

  /** Where in the answer the current frame begins. */
  long frameOffset() {
    return frameOffset;
  }

  /** Reads the next frame; false at the end of the answer, which only lies between frames. */
  boolean next() throws IOException {
    frameOffset = offset;
    long announced = readLength();
    if (announced < 0) {
      return false;
    }
    if (announced == 0 || announced > MAX_FRAME_BYTES) {
      throw malformed(
          "a frame of 1 to " + MAX_FRAME_BYTES + " bytes", "one of " + announced + " bytes");
    }
    int expected = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      expected = expected << 8 | readByte("a checksum");
    }
    readMessage((int) announced);
    crc.reset();
    crc.update(message, 0, length);
    if ((int) crc.getValue() != expected) {
      throw malformed(
          String.format("CRC-32C %08x", expected), String.format("%08x", (int) crc.getValue()));
    }
    return true;
  }

  /** The frame's length; -1 at the end of the answer. */
  private long readLength() throws IOException {
    int first = in.read();
    if (first < 0) {
      return -1;
    }
    offset++;
    long value = first & 0x7F;
    int next = first;
    for (int shift = 7; next >= 0x80; shift += 7) {
      if (shift > 28) {
        throw malformed("a frame's length of at most 5 bytes", "a longer one");
      }
      next = readByte("a frame's length");
      value |= (long) (next & 0x7F) << shift;
    }
    return value;
  }

  private int readByte(String what) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw malformed(what, "the end of the answer");
    }
    offset++;
    return next;
  }

  /** The buffer grows with what has really come, not with what is announced. */
  private void readMessage(int announced) throws IOException {
    length = 0;
    while (length < announced) {
      if (length == message.length) {
        message = Arrays.copyOf(message, Math.min(announced, 2 * message.length));
      }
      int read = in.read(message, length, Math.min(announced, message.length) - length);
      if (read < 0) {
        throw malformed(
            "a frame of " + announced + " bytes", "the end of the answer after " + length);
      }
      length += read;
      offset += read;
    }
  }

  PrometheusException malformed(String expected, String found) {
    return malformed(expected, found, null);
  }

  PrometheusException malformed(String expected, String found, Throwable cause) {
    return new PrometheusException(
        Reason.MALFORMED_ANSWER,
        source
            + ": frame at byte "
            + frameOffset
            + " of the answer: expected "
            + expected
            + ", found "
            + found,
        cause);
  }
}
