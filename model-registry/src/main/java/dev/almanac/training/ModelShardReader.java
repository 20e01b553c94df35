package dev.almanac.training;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of models from its beginning to its end. Not safe for use by several threads. */
public final class ModelShardReader {

  /** What comes before the index. */
  private static final int HEADER = Long.BYTES + 4 * Integer.BYTES;

  private final String name;
  private final DataInputStream in;
  private final List<Entry> entries = new ArrayList<>();
  private int next;

  /**
   * A series of the file.
   *
   * @param summary what came of it
   * @param position where in the file its model begins
   * @param length of its model, in bytes; 0 where it has none
   */
  public record Entry(SeriesSummary summary, long position, int length, int crc) {}

  /**
   * Reads the index.
   *
   * @param name what messages call the file
   * @param in from its beginning; stays its owner's to close
   * @throws CorruptModelFileException where it is no file of models, damaged, or of a version that
   *     is not known here
   */
  public ModelShardReader(String name, InputStream in) throws IOException {
    this.name = name;
    this.in = new DataInputStream(in);
    try {
      readIndex();
    } catch (EOFException e) {
      throw corrupt("more bytes", "the end", e);
    }
  }

  private void readIndex() throws IOException {
    long magic = in.readLong();
    if (magic != ModelShardWriter.MAGIC) {
      throw corrupt("ALMODELS at its beginning", "%016x".formatted(magic), null);
    }
    int version = in.readInt();
    if (version != ModelShardWriter.VERSION) {
      throw corrupt(
          "format " + ModelShardWriter.VERSION + " (a newer format needs a newer Almanac)",
          "format " + version,
          null);
    }
    int count = in.readInt();
    int length = in.readInt();
    int crc = in.readInt();
    byte[] index = in.readNBytes(Math.max(0, length));
    if (index.length != length || ModelShardWriter.crc(index) != crc) {
      throw corrupt("an index with CRC-32C %08x".formatted(crc), "another", null);
    }
    ByteBuffer buffer = ByteBuffer.wrap(index);
    long position = HEADER + (long) length;
    try {
      while (buffer.hasRemaining()) {
        SeriesSummary summary = SummaryCodec.decode(buffer);
        Entry entry = new Entry(summary, position, buffer.getInt(), buffer.getInt());
        if (entry.length() < 0 || (entry.length() == 0) == summary.isFitted()) {
          throw new IllegalArgumentException("a model of " + entry.length() + " bytes");
        }
        entries.add(entry);
        position += entry.length();
      }
    } catch (RuntimeException e) {
      throw corrupt("an index that can be read", e.getMessage(), e);
    }
    if (entries.size() != count) {
      throw corrupt(count + " series", entries.size() + " series", null);
    }
  }

  /** Every series of the file, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The next series with its model; null after the last. */
  public TrainedSeries next() throws IOException {
    if (next == entries.size()) {
      return null;
    }
    Entry entry = entries.get(next++);
    return new TrainedSeries(entry.summary(), checked(entry, in.readNBytes(entry.length())));
  }

  /** The bytes of a model, if they are those that were written. */
  byte[] checked(Entry entry, byte[] model) {
    if (model.length != entry.length() || ModelShardWriter.crc(model) != entry.crc()) {
      throw new CorruptModelFileException(
          "%s: expected a model of %s with CRC-32C %08x @ %d, found another"
              .formatted(name, entry.summary().labels(), entry.crc(), entry.position()));
    }
    return model;
  }

  private CorruptModelFileException corrupt(String expected, String found, Throwable cause) {
    return new CorruptModelFileException(
        name + ": expected " + expected + ", found " + found, cause);
  }
}
