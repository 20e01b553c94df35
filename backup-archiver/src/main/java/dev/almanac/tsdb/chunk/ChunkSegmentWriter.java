package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes the segment files of a block, byte for byte as Prometheus's {@code chunks.Writer} does
 * when it is given the chunks of one series at a time. Not safe for use by several threads.
 *
 * <p>Each segment is synced to disk when it is complete; the folder itself is left to whoever
 * publishes the block.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunks/chunks.go">tsdb/chunks/chunks.go</a>
 */
public final class ChunkSegmentWriter implements AutoCloseable {

  /** 512 MiB, as Prometheus has it. */
  public static final long DEFAULT_SEGMENT_BYTES = 512L << 20;

  private static final long MAX_SEGMENT_BYTES = 0xffffffffL;

  /** What Prometheus reckons with; a length rarely takes all 5 bytes of it. */
  private static final int MOST_BYTES_AROUND_DATA =
      ChunkSegments.MAX_LENGTH_BYTES + ChunkSegments.ENCODING_BYTES + ChunkSegments.CRC_BYTES;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path folder;
  private final long segmentLimit;

  /** How long the segments are to be, where that is known; beyond these the limit counts. */
  private final List<Long> sizes;

  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private FileChannel segment;
  private int segments;

  /** Where in the segment the next byte goes. */
  private long position;

  /** What Prometheus believes a segment holds that has the chunks of this series so far in it. */
  private long estimate = Segment.HEADER_BYTES;

  /** Whether a chunk stands before the next one in what Prometheus looks at: no empty segments. */
  private boolean mayCut;

  /** Writes into a folder, which is made if it is missing, segments of the usual size. */
  public ChunkSegmentWriter(Path chunksFolder) {
    this(chunksFolder, DEFAULT_SEGMENT_BYTES);
  }

  /**
   * The same with segments of at most this many bytes, unless a single chunk is larger.
   *
   * @param segmentBytes at most 4 GiB - 1, for references have 32 bits for the offset
   */
  public ChunkSegmentWriter(Path chunksFolder, long segmentBytes) {
    this(chunksFolder, segmentBytes, List.of());
  }

  /**
   * The same with segments as long as those of another writer that was given the same chunks. What
   * its limit was cannot be told from them: it cuts by an estimate.
   *
   * @param sizes of the segments in bytes, one after the other
   */
  public ChunkSegmentWriter(Path chunksFolder, List<Long> sizes) {
    this(chunksFolder, DEFAULT_SEGMENT_BYTES, sizes);
  }

  private ChunkSegmentWriter(Path chunksFolder, long segmentBytes, List<Long> sizes) {
    if (segmentBytes <= Segment.HEADER_BYTES || segmentBytes > MAX_SEGMENT_BYTES) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
    folder = chunksFolder;
    segmentLimit = segmentBytes;
    this.sizes = List.copyOf(sizes);
    try {
      Files.createDirectories(chunksFolder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + chunksFolder, e);
    }
  }

  /**
   * Says that the chunks from here on are those of another series. Prometheus decides where to cut
   * series by series, from the bytes really written before one and the most its chunks may take.
   */
  public void startSeries() {
    estimate = Math.max(position, Segment.HEADER_BYTES);
    mayCut = position > Segment.HEADER_BYTES;
  }

  /**
   * Appends a chunk.
   *
   * @return its reference: segment index (from 0) &lt;&lt; 32 | offset
   */
  public long write(ChunkEncoding encoding, byte[] data, int offset, int length) {
    if (length > ChunkSegments.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("a chunk of " + length + " bytes");
    }
    long most = (long) length + MOST_BYTES_AROUND_DATA;
    estimate += most;
    try {
      if (segment == null) {
        cut();
      } else if (isFull(length)) {
        cut();
        estimate = Segment.HEADER_BYTES + most;
      }
      mayCut = true;
      long ref = (segments - 1L) << 32 | position;
      append(encoding, data, offset, length);
      return ref;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + current(), e);
    }
  }

  private boolean isFull(int length) {
    if (segments > sizes.size()) {
      return mayCut && estimate > segmentLimit;
    }
    long size = Math.min(sizes.get(segments - 1), MAX_SEGMENT_BYTES);
    return position > Segment.HEADER_BYTES && position + around(length) + length > size;
  }

  /** How many bytes go around the data of a chunk. */
  private static int around(int length) {
    int bytesOfLength = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 6) / 7);
    return bytesOfLength + ChunkSegments.ENCODING_BYTES + ChunkSegments.CRC_BYTES;
  }

  private Path current() {
    return folder.resolve(Segment.name(segments - 1));
  }

  private void cut() throws IOException {
    finish();
    segments++;
    segment = FileChannel.open(current(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    position = 0;
    room(Segment.HEADER_BYTES);
    buffer.putInt(Segment.MAGIC).put(Segment.VERSION).put(new byte[3]);
    position = Segment.HEADER_BYTES;
  }

  private void append(ChunkEncoding encoding, byte[] data, int offset, int length)
      throws IOException {
    room(ChunkSegments.MAX_LENGTH_BYTES + ChunkSegments.ENCODING_BYTES);
    int before = buffer.position();
    int rest = length;
    while (rest >>> 7 != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest).put((byte) encoding.id());
    position += buffer.position() - before;
    crc.reset();
    crc.update(encoding.id());
    crc.update(data, offset, length);
    put(data, offset, length);
    room(ChunkSegments.CRC_BYTES);
    buffer.putInt((int) crc.getValue());
    position += length + ChunkSegments.CRC_BYTES;
  }

  private void put(byte[] data, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      room(1);
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(data, offset + done, part);
      done += part;
    }
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      segment.write(buffer);
    }
    buffer.clear();
  }

  private void finish() throws IOException {
    if (segment != null) {
      try (FileChannel finished = segment) {
        flush();
        finished.force(true);
      } finally {
        segment = null;
      }
    }
  }

  /** Completes the last segment. */
  @Override
  public void close() {
    try {
      finish();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot complete " + current(), e);
    }
  }
}
