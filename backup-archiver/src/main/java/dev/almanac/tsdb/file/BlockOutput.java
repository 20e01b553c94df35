package dev.almanac.tsdb.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A new file of a block, written from its beginning to its end, save for lengths that become known
 * later. It is synced to disk when it is closed. Not safe for use by several threads.
 */
public final class BlockOutput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final CRC32C crc = new CRC32C();
  private long position;

  private BlockOutput(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Begins a file.
   *
   * @throws UncheckedIOException where there is one already or none can be made
   */
  public static BlockOutput create(Path file) {
    try {
      return new BlockOutput(
          file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + file, e);
    }
  }

  /** How many bytes were written. */
  public long position() {
    return position;
  }

  /** Appends all bytes of {@code from} and clears it. */
  public void write(ByteWriter from) {
    crc.update(from.bytes(), 0, from.length());
    int done = 0;
    while (done < from.length()) {
      int part = Math.min(from.length() - done, buffer.remaining());
      buffer.put(from.bytes(), done, part);
      done += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
    position += from.length();
    from.clear();
  }

  /** Appends zeros until the position is a multiple of {@code alignment}. */
  public void pad(int alignment) {
    ByteWriter zeros = new ByteWriter();
    while ((position + zeros.length()) % alignment != 0) {
      zeros.putByte(0);
    }
    write(zeros);
  }

  /** Begins the sum that {@link #crc32c} returns anew, at the next byte. */
  public void startCrc32c() {
    crc.reset();
  }

  /**
   * The CRC-32C of all bytes since {@link #startCrc32c}, in the form in which they were written.
   */
  public int crc32c() {
    return (int) crc.getValue();
  }

  /** Replaces four bytes written earlier. */
  public void patchInt(long at, int value) {
    flush();
    ByteBuffer patch = ByteBuffer.allocate(Integer.BYTES).putInt(0, value);
    try {
      for (long done = 0; patch.hasRemaining(); ) {
        done += channel.write(patch, at + done);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void flush() {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    buffer.clear();
  }

  @Override
  public void close() {
    try (FileChannel closed = channel) {
      if (closed.isOpen()) {
        flush();
        closed.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot complete " + file, e);
    }
  }
}
