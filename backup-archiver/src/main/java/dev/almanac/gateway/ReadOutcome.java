package dev.almanac.gateway;

/** How a remote read ended; names are those of the metric's label, in capitals. */
public enum ReadOutcome {
  /** Whole. */
  ANSWERED(200),
  /** Not a request of the protocol. */
  MALFORMED(400),
  /** It asked for too much. */
  TOO_LARGE(422),
  /** The archive could not be read, or the answer not be gathered. */
  FAILED(500),
  /** Others were being answered. */
  BUSY(503),
  /** Broken off in the middle: the client went away, time was up, or the archive is damaged. */
  BROKEN_OFF(-1);

  private final int status;

  ReadOutcome(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
