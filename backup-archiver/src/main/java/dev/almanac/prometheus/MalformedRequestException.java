package dev.almanac.prometheus;

/** A request that is not one of the protocol; the message says what was expected and found. */
public final class MalformedRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedRequestException(String expected, String found, Throwable cause) {
    super("expected " + expected + ", found " + found, cause);
  }
}
