package dev.almanac.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A blob as a stream that survives a broken connection: it asks again for the rest. Blobs never
 * change, so the rest is of the same blob.
 */
final class ResumingStream extends InputStream {

  /** Opens the blob's bytes from a position on; closing it early must not read the rest. */
  @FunctionalInterface
  interface Source {
    InputStream from(long position) throws IOException;
  }

  private final Source source;
  private final long size;
  private final int retries;
  private InputStream current;
  private long position;
  private int failures;

  ResumingStream(Source source, InputStream first, long size, int retries) {
    this.source = source;
    this.current = first;
    this.size = size;
    this.retries = retries;
  }

  /** How many bytes there are in all. */
  long size() {
    return size;
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
    if (length == 0) {
      return 0;
    }
    while (position < size) {
      try {
        if (current == null) {
          current = source.from(position);
        }
        int n = current.read(into, offset, length);
        if (n < 0) {
          throw new IOException("ended after " + position + " of " + size + " bytes");
        }
        position += n;
        failures = 0;
        return n;
      } catch (IOException e) {
        close();
        if (++failures > retries) {
          throw e;
        }
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    InputStream closing = current;
    current = null;
    if (closing != null) {
      closing.close();
    }
  }
}
