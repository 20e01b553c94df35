package dev.almanac.gateway;

/**
 * A query that asks for more than the gateway is allowed to answer with; the message says of what.
 */
public final class TooMuchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooMuchException(String message) {
    super(message);
  }
}
