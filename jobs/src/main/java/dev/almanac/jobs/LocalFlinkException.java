package dev.almanac.jobs;

/** Flink cannot run inside this JVM; the message says what to do. */
final class LocalFlinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LocalFlinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
