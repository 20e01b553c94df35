package dev.almanac.prometheus;

/** A Prometheus that did not do what was asked. The message says why, and what to do about it. */
public final class PrometheusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What stood in the way. */
  public enum Reason {
    /** Nothing answers at the address. */
    UNREACHABLE,
    /** It answered, or began to, and then fell silent. */
    TIMED_OUT,
    /** Something answers that is not a Prometheus, or not at this path. */
    NOT_A_PROMETHEUS,
    /** The credentials, or the lack of them, were refused. */
    UNAUTHORIZED,
    /** The server runs without {@code --web.enable-admin-api}. */
    ADMIN_API_DISABLED,
    /** The server understood and reported an error of its own. */
    FAILED,
    /** The answer breaks its own protocol: truncated, wrong checksum, absurd lengths. */
    MALFORMED_ANSWER,
    /** The server's data directory is not visible on this machine. */
    NOT_ON_THIS_MACHINE
  }

  private final Reason reason;

  public PrometheusException(Reason reason, String message) {
    this(reason, message, null);
  }

  public PrometheusException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether asking again is of no use: another address or other credentials are needed. */
  public boolean isFinal() {
    return reason == Reason.UNAUTHORIZED || reason == Reason.NOT_A_PROMETHEUS;
  }
}
