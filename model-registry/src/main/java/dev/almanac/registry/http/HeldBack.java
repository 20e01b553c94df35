package dev.almanac.registry.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A stream whose last bytes stay here until they are released: whoever reads it does not take for
 * whole what was found damaged at its end.
 */
final class HeldBack extends OutputStream {

  private final Opening opening;
  private OutputStream out;
  private byte[] held = new byte[0];

  /** Makes the stream; that begins the answer. */
  interface Opening {
    OutputStream open() throws IOException;
  }

  HeldBack(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > 0) {
      send();
      held = Arrays.copyOfRange(bytes, from, from + length);
    }
  }

  /** All of it was as it is to be. */
  void release() throws IOException {
    send();
    held = new byte[0];
  }

  private void send() throws IOException {
    if (held.length > 0) {
      out = out == null ? opening.open() : out;
      out.write(held);
    }
  }
}
