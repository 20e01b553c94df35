package dev.almanac.training;

/** A file of models that is damaged, or something else; the message names file and place. */
public final class CorruptModelFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorruptModelFileException(String message) {
    super(message);
  }

  public CorruptModelFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
