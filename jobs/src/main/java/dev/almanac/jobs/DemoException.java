package dev.almanac.jobs;

/** The demo's servers do not do what is asked of them; the message says which and why. */
final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }
}
