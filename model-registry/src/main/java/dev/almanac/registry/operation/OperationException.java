package dev.almanac.registry.operation;

/** Work that could not be done, and why. */
public final class OperationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OperationException(String message, Throwable cause) {
    super(message, cause);
  }
}
