package dev.almanac.backup;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.chunk.ChunkEncoder;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Series whose place in a block differs from that in the archive: those whose first label is not
 * {@code __name__}, because it sorts before (capitals, digits) or because they have no name. Their
 * chunks wait in a file until their turn comes; in memory is where each lies.
 */
final class StraySeries implements ChunkTarget, AutoCloseable {

  /** Where the chunks of a series lie in the file. */
  private record Place(long offset, int length) {}

  private final Path file;
  private final boolean padded;
  private final DataOutputStream out;
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final TreeMap<Labels, Place> places = new TreeMap<>();
  private long written;
  private long start;
  private Labels labels;

  /**
   * @param padded whether chunks that end with a whole byte get a zero byte more
   */
  StraySeries(Path file, boolean padded) {
    this.file = file;
    this.padded = padded;
    try {
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Whether the series' place in a block is not that in the archive. */
  static boolean isStray(Labels labels) {
    return labels.size() == 0 || !labels.name(0).equals(Labels.METRIC_NAME);
  }

  /** Whether a stray series comes before all that begin with {@code __name__}. */
  private static boolean isBeforeNames(Labels labels) {
    return labels.size() == 0 || Labels.compareUtf8(labels.name(0), Labels.METRIC_NAME) < 0;
  }

  @Override
  public void startSeries(Labels series) {
    labels = series;
  }

  @Override
  public void writeChunk(long block, Run chunk) {
    encoder.encode(chunk);
    writeChunk(
        block,
        chunk.encoding(),
        chunk.size(),
        encoder.bytes(),
        padded ? encoder.paddedLength() : encoder.length(),
        chunk.firstTimestamp(),
        chunk.lastTimestamp());
  }

  @Override
  public void writeChunk(
      long block,
      ChunkEncoding encoding,
      int samples,
      byte[] data,
      int length,
      long minTime,
      long maxTime) {
    try {
      out.writeLong(block);
      out.writeByte(encoding.id());
      out.writeInt(samples);
      out.writeLong(minTime);
      out.writeLong(maxTime);
      out.writeInt(length);
      out.write(data, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    written += 3L * Long.BYTES + 2L * Integer.BYTES + 1 + length;
  }

  /** Remembers where the chunks of the series lie. */
  @Override
  public void endSeries() {
    if (written > start) {
      places.put(labels, new Place(start, Math.toIntExact(written - start)));
      start = written;
    }
  }

  /** Gives the blocks those that come before all that begin with {@code __name__}. */
  void moveFirst(NewBlocks into) {
    move(into, true);
  }

  /** Gives the blocks those that come after all that begin with {@code __name__}. */
  void moveLast(NewBlocks into) {
    move(into, false);
  }

  private void move(NewBlocks into, boolean beforeNames) {
    try {
      out.flush();
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        for (Map.Entry<Labels, Place> entry : places.entrySet()) {
          if (isBeforeNames(entry.getKey()) == beforeNames) {
            byte[] chunks = new byte[entry.getValue().length()];
            in.seek(entry.getValue().offset());
            in.readFully(chunks);
            into.startSeries(entry.getKey());
            move(chunks, into);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void move(byte[] chunks, NewBlocks into) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(chunks));
    while (in.available() > 0) {
      long block = in.readLong();
      ChunkEncoding encoding = ChunkEncoding.ofId(in.readByte());
      int samples = in.readInt();
      long minTime = in.readLong();
      long maxTime = in.readLong();
      byte[] data = new byte[in.readInt()];
      in.readFully(data);
      into.writeChunk(block, encoding, samples, data, data.length, minTime, maxTime);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
