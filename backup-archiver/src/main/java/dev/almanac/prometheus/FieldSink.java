package dev.almanac.prometheus;

import java.io.IOException;

/** Takes whole fields of a series' message. */
public interface FieldSink {

  /** Takes the bytes of some fields; the array is used again afterwards. */
  void write(byte[] fields, int offset, int length) throws IOException;
}
