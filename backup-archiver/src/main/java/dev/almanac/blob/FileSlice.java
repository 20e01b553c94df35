package dev.almanac.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A stretch of an open file as a stream; any number of them may read the same channel. */
final class FileSlice extends InputStream {

  private final FileChannel file;
  private final long end;
  private long position;

  FileSlice(FileChannel file, long position, long length) {
    this.file = file;
    this.position = position;
    this.end = position + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (position == end && length > 0) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    int n = file.read(ByteBuffer.wrap(into, offset, most), position);
    if (n < 0) {
      throw new EOFException("the file shrank to less than " + end + " bytes while it was read");
    }
    position += n;
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }
}
