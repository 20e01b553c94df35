package dev.almanac.training;

/** A training that came to nothing; the message says why. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
