package dev.almanac.tsdb.chunk;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One open segment file whose header has been checked. */
final class Segment implements AutoCloseable {

  static final int MAGIC = 0x85BD40DD;
  static final byte VERSION = 1;
  static final int HEADER_BYTES = 8;

  final Path file;
  final long size;
  private final FileChannel channel;

  private Segment(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
  }

  /** The name of the segment with this index: 000001 is the one of index 0. */
  static String name(int index) {
    return String.format("%06d", index + 1);
  }

  static Segment open(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      Segment segment = new Segment(file, channel);
      segment.checkHeader();
      return segment;
    } catch (IOException e) {
      close(channel, file);
      throw new UncheckedIOException("cannot open " + file, e);
    } catch (CorruptBlockException e) {
      close(channel, file);
      throw e;
    }
  }

  private void checkHeader() {
    if (size < HEADER_BYTES) {
      throw new CorruptBlockException(
          file, 0, "a segment header of " + HEADER_BYTES + " bytes", size + " bytes");
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    read(header, 0);
    int magic = header.getInt(0);
    if (magic != MAGIC) {
      throw new CorruptBlockException(
          file, 0, String.format("magic number %08x", MAGIC), String.format("%08x", magic));
    }
    byte version = header.get(4);
    if (version != VERSION) {
      throw new CorruptBlockException(
          file, 4, "chunks format version " + VERSION, "version " + (version & 0xff));
    }
  }

  /** Fills the buffer from this offset on. */
  void read(ByteBuffer into, long offset) {
    long at = offset;
    try {
      while (into.hasRemaining()) {
        int read = channel.read(into, at);
        if (read < 0) {
          throw new CorruptBlockException(file, at, "a file of " + size + " bytes", "its end");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    close(channel, file);
  }

  private static void close(FileChannel channel, Path file) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + file, e);
      }
    }
  }
}
