package dev.almanac.forecast;

/** Bytes that are no model. */
public final class CorruptModelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CorruptModelException(int offset, String message) {
    super("model @ " + offset + ": " + message);
  }
}
