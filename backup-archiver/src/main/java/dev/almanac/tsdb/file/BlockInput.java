package dev.almanac.tsdb.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An open file of a block, read at any place. Every read is checked against the file's size before
 * anything is allocated, so a false length costs an exception, not memory.
 *
 * <p>Safe for use by several threads, unlike the windows it hands out.
 */
public final class BlockInput implements AutoCloseable {

  private static final int STREAM_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long size;

  private BlockInput(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file for reading.
   *
   * @throws UncheckedIOException where it cannot be read
   * @throws CorruptBlockException where there is none
   */
  public static BlockInput open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new BlockInput(file, channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new CorruptBlockException(file, "a file of the block", "none");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + file, e);
    }
  }

  public Path file() {
    return file;
  }

  /** The file's length when it was opened, in bytes. */
  public long size() {
    return size;
  }

  /** A reader of small neighbouring ranges that reads {@code bytes} ahead. */
  public InputWindow window(int bytes) {
    return new InputWindow(this, bytes);
  }

  /**
   * The CRC-32C (Castagnoli) of a range, read in pieces.
   *
   * @throws CorruptBlockException where the file ends before the range does
   */
  public int crc32c(long offset, long length) {
    check(offset, length);
    CRC32C crc = new CRC32C();
    byte[] piece = new byte[(int) Math.min(STREAM_BYTES, length)];
    for (long done = 0; done < length; ) {
      int bytes = (int) Math.min(piece.length, length - done);
      read(offset + done, piece, 0, bytes);
      crc.update(piece, 0, bytes);
      done += bytes;
    }
    return (int) crc.getValue();
  }

  /**
   * Compares a range with the big-endian CRC-32C that follows it.
   *
   * @throws CorruptBlockException where they differ or the file ends before
   */
  public void verifyCrc32c(long offset, long length) {
    check(offset, Math.addExact(length, Integer.BYTES));
    byte[] stored = new byte[Integer.BYTES];
    read(offset + length, stored, 0, stored.length);
    requireCrc(file, offset + length, crc32c(offset, length), ByteBuffer.wrap(stored).getInt());
  }

  /** Throws where the checksum found at {@code offset} is not the one of the bytes before it. */
  public static void requireCrc(Path file, long offset, int computed, int found) {
    if (computed != found) {
      throw new CorruptBlockException(
          file,
          offset,
          String.format("CRC-32C %08x of the bytes before it", computed),
          String.format("%08x", found));
    }
  }

  /** Throws where the file does not hold this range. */
  void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size || length > size - offset) {
      throw new CorruptBlockException(
          file, offset, Long.toUnsignedString(length) + " bytes", "the end of the file at " + size);
    }
  }

  /** Fills {@code into[from, from + length)} with the file's bytes from {@code offset} on. */
  void read(long offset, byte[] into, int from, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position() - from) < 0) {
          throw new CorruptBlockException(
              file, offset + buffer.position() - from, "more bytes", "a file that became shorter");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " @ " + offset, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
