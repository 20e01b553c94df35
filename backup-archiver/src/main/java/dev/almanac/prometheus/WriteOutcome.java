package dev.almanac.prometheus;

import java.time.Duration;
import java.util.Optional;

/** How a Prometheus took a {@link WriteRequest}. What to do about it is the caller's policy. */
public sealed interface WriteOutcome {

  /** All samples are stored. */
  record Accepted() implements WriteOutcome {}

  /**
   * The same request may succeed later: the server is overloaded, restarting or out of reach. Some
   * of its samples may have been stored; a repeated sample of equal value is accepted.
   *
   * @param status the HTTP status, 0 where there was no answer
   * @param retryAfter how long the server asks to be left alone
   */
  record RetryLater(int status, Optional<Duration> retryAfter, String reason)
      implements WriteOutcome {}

  /**
   * The request will never succeed as it is: out of order, out of bounds, a duplicate of another
   * value, too large. Nothing of it was stored, or an unknown part; smaller requests find the
   * sample to blame.
   */
  record Rejected(int status, String reason) implements WriteOutcome {}

  /** No request will succeed: wrong credentials, wrong address, receiver not enabled. */
  record Refused(int status, String reason) implements WriteOutcome {}
}
