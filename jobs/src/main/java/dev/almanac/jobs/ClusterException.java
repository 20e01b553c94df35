package dev.almanac.jobs;

/** A cluster does not do what is asked of it; the message says which process, and why. */
class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClusterException(String message) {
    super(message);
  }

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
