package dev.almanac.prometheus;

import java.io.ByteArrayOutputStream;

/** Bytes in memory that are read without being copied. */
final class FieldBuffer extends ByteArrayOutputStream {

  FieldBuffer() {
    super(4096);
  }

  /** The bytes, {@link #size} of them; overwritten by what is written after a reset. */
  byte[] array() {
    return buf;
  }
}
