package dev.almanac.registry.token;

/** Tokens that cannot be read, or a change of them that is refused; the message says why. */
public final class TokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TokenException(String message) {
    super(message);
  }

  TokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
