package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.nio.file.Path;

/**
 * One chunk as it lies in its file, undecoded; a holder to be reused. Its data belongs to whoever
 * filled it and is overwritten by the next fill.
 */
public final class RawChunk {

  private Path file;
  private long ref;
  private int encodingId;
  private byte[] data = new byte[0];
  private int offset;
  private int length;

  /**
   * Points the holder at a chunk.
   *
   * @param file where the chunk came from, for messages
   * @param ref segment index &lt;&lt; 32 | offset of the chunk in its segment
   * @param encodingId the byte in front of the data
   * @param data an array that holds the data, without length, encoding and checksum
   * @param offset where in the array the data begins
   * @param length how many bytes it takes
   */
  public void set(Path file, long ref, int encodingId, byte[] data, int offset, int length) {
    this.file = file;
    this.ref = ref;
    this.encodingId = encodingId;
    this.data = data;
    this.offset = offset;
    this.length = length;
  }

  public Path file() {
    return file;
  }

  /** Segment index &lt;&lt; 32 | offset of the chunk in its segment. */
  public long ref() {
    return ref;
  }

  public int encodingId() {
    return encodingId;
  }

  public byte[] data() {
    return data;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /**
   * The encoding of the data.
   *
   * @throws CorruptBlockException if Prometheus defines none with this id
   */
  public ChunkEncoding encoding() {
    ChunkEncoding encoding = ChunkEncoding.ofId(encodingId);
    if (encoding == null) {
      throw corrupt("a chunk encoding from 1 to 6", "encoding " + encodingId + known(encodingId));
    }
    return encoding;
  }

  private static String known(int encodingId) {
    return switch (encodingId) {
      case 0 -> " (none)";
      case 0xff -> " (Thanos downsampled; only raw blocks can be archived)";
      default -> "";
    };
  }

  CorruptBlockException corrupt(String expected, String found) {
    return new CorruptBlockException(file, ref & 0xffffffffL, expected, found);
  }
}
