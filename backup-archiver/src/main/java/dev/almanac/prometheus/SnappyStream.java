package dev.almanac.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import org.xerial.snappy.Snappy;

/**
 * Compresses a message of known length by snappy's block format while it is written: the block is a
 * length and then elements, of which those that are compressed piece by piece may follow each
 * other.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/format_description.txt">Snappy
 *     compressed format description</a>
 */
final class SnappyStream extends OutputStream {

  /** Snappy's own compressor looks back no further than this. */
  private static final int PIECE = 1 << 16;

  /** The most that snappy's length can say. */
  static final long MAX_LENGTH = 0xFFFF_FFFFL;

  private final OutputStream out;
  private final byte[] piece = new byte[PIECE];
  private final byte[] compressed = new byte[Snappy.maxCompressedLength(PIECE)];
  private int size;
  private long left;

  /**
   * @param length of all that is going to be written
   */
  SnappyStream(OutputStream out, long length) throws IOException {
    if (length < 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("a message of " + length + " bytes");
    }
    this.out = out;
    left = length;
    long rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write(((int) rest & 0x7F) | 0x80);
    }
    out.write((int) rest);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    left -= length;
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int count = Math.min(end - from, PIECE - size);
      System.arraycopy(data, from, piece, size, count);
      size += count;
      from += count;
      if (size == PIECE) {
        endPiece();
      }
    }
  }

  private void endPiece() throws IOException {
    int length = Snappy.compress(piece, 0, size, compressed, 0);
    int start = 0;
    while (compressed[start++] < 0) {
      // A length of its own, which only a whole block has.
    }
    out.write(compressed, start, length - start);
    size = 0;
  }

  /** Ends the message; the stream below stays open. */
  @Override
  public void close() throws IOException {
    if (left != 0) {
      throw new IllegalStateException(left + " bytes are missing of the length announced");
    }
    if (size > 0) {
      endPiece();
    }
    out.flush();
  }
}
