package dev.almanac.blob;

/** A store that cannot be read or written; the message names the store, the key and the cause. */
public final class BlobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BlobException(String message) {
    super(message);
  }

  public BlobException(String message, Throwable cause) {
    super(message, cause);
  }
}
