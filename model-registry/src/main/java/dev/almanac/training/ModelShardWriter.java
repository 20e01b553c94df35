package dev.almanac.training;

import dev.almanac.series.Labels;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes a file of models in the order of its series, whatever the order they come in. Models wait
 * in a scratch file; in memory are the summaries. Not safe for use by several threads.
 */
public final class ModelShardWriter implements AutoCloseable {

  static final long MAGIC = 0x414c4d4f44454c53L; // ALMODELS
  static final int VERSION = 1;

  private final Path scratch;
  private final FileChannel models;
  private final List<Entry> entries = new ArrayList<>();
  private long written;

  /** A series, and where in the scratch file its model is. */
  @SuppressWarnings("ArrayRecordComponent") // made once and handed on
  private record Entry(Labels labels, byte[] summary, long position, int length, int crc) {}

  /**
   * @param scratch a file that is not there yet; it is removed in the end
   */
  public ModelShardWriter(Path scratch) throws IOException {
    this.scratch = scratch;
    models =
        FileChannel.open(
            scratch,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  /** Adds a series. */
  public void add(TrainedSeries series) throws IOException {
    byte[] model = series.model();
    ByteBuffer left = ByteBuffer.wrap(model);
    while (left.hasRemaining()) {
      models.write(left, written + left.position());
    }
    entries.add(
        new Entry(
            series.summary().labels(),
            SummaryCodec.encode(series.summary()),
            written,
            model.length,
            crc(model)));
    written += model.length;
  }

  static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * Writes the file.
   *
   * @param out stays its owner's to close
   * @throws IllegalStateException where a series was added twice
   */
  public void writeTo(OutputStream out) throws IOException {
    entries.sort(Comparator.comparing(Entry::labels, Labels.BY_METRIC_NAME));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).labels().equals(entries.get(i - 1).labels())) {
        throw new IllegalStateException(entries.get(i).labels() + " was trained twice");
      }
    }
    byte[] index = index();
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    data.writeLong(MAGIC);
    data.writeInt(VERSION);
    data.writeInt(entries.size());
    data.writeInt(index.length);
    data.writeInt(crc(index));
    data.write(index);
    for (Entry entry : entries) {
      data.write(model(entry));
    }
    data.flush();
  }

  private byte[] index() {
    long size = 0;
    for (Entry entry : entries) {
      size += entry.summary().length + 2 * Integer.BYTES;
    }
    ByteBuffer index = ByteBuffer.allocate(Math.toIntExact(size));
    for (Entry entry : entries) {
      index.put(entry.summary()).putInt(entry.length()).putInt(entry.crc());
    }
    return index.array();
  }

  private byte[] model(Entry entry) throws IOException {
    ByteBuffer model = ByteBuffer.allocate(entry.length());
    while (model.hasRemaining()) {
      if (models.read(model, entry.position() + model.position()) < 0) {
        throw new IOException(scratch + " has become shorter");
      }
    }
    return model.array();
  }

  /** Removes the scratch file. */
  @Override
  public void close() throws IOException {
    models.close();
    Files.deleteIfExists(scratch);
  }
}
