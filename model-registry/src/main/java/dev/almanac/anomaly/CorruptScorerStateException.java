package dev.almanac.anomaly;

/** Bytes that are no scorer state. */
public final class CorruptScorerStateException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CorruptScorerStateException(int offset, String message) {
    super("scorer state @ " + offset + ": " + message);
  }
}
