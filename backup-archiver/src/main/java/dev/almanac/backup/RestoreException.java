package dev.almanac.backup;

/** A restore that cannot be done, or must not be; the data that is there is as it was. */
public final class RestoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RestoreException(String message) {
    super(message);
  }

  public RestoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
