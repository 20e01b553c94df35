package dev.almanac.backup.component;

/** A component that cannot be gathered, stored or restored; the message says what to do. */
public final class ComponentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ComponentException(String message) {
    super(message);
  }

  public ComponentException(String message, Throwable cause) {
    super(message, cause);
  }
}
