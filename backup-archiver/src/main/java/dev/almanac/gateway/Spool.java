package dev.almanac.gateway;

import dev.almanac.prometheus.FieldSink;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that bytes are put into, to be read again from any place. It has no name any more once it
 * is open: however its user ends, nothing is left of it.
 */
final class Spool implements FieldSink, AutoCloseable {

  private static final int BUFFER = 1 << 20;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long written;

  private Spool(FileChannel file) {
    this.file = file;
  }

  /** Opens one in a folder. */
  static Spool in(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "almanac-answer-", ".tmp");
    try {
      return new Spool(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } finally {
      Files.delete(path);
    }
  }

  /** How many bytes are in it. */
  long size() {
    return written + buffer.position();
  }

  @Override
  public void write(byte[] fields, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      int count = Math.min(buffer.remaining(), offset + length - at);
      buffer.put(fields, at, count);
      at += count;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  /** Writes what is in memory still; to be called before anything is read. */
  void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      written += file.write(buffer, written);
    }
    buffer.clear();
  }

  /** Reads from a place on into the beginning of an array. */
  void read(long position, byte[] into, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, 0, length);
    while (target.hasRemaining()) {
      if (file.read(target, position + target.position()) < 0) {
        throw new EOFException("the spool ends at " + file.size());
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
