package dev.almanac.flink.live;

import dev.almanac.prometheus.WriteOutcome.Rejected;

/** Why a sample was not written. The label of the counter of dropped samples. */
enum DropReason {
  /** Names or values of labels, or the order of samples, break the protocol; never sent. */
  INVALID("invalid"),
  /** Its time has not come: a server that takes it would take nothing older afterwards. */
  IN_THE_FUTURE("in_the_future"),
  /** The series has a later sample already, and the server keeps no window for such. */
  OUT_OF_ORDER("out_of_order"),
  /** Older than what the server's head takes. */
  OUT_OF_BOUNDS("out_of_bounds"),
  /** Older than the server's window for samples out of order. */
  TOO_OLD("too_old"),
  /** The series has another value at this time. */
  DUPLICATE("duplicate"),
  /** The server rejects it in words that are not known here. */
  REJECTED("rejected"),
  /** The server fails at it, again and again, and at nothing else. */
  SERVER_ERROR("server_error");

  private final String label;

  DropReason(String label) {
    this.label = label;
  }

  /** As metrics show it. */
  String label() {
    return label;
  }

  /** The reason in the words of Prometheus, see {@code storage/interface.go}. */
  static DropReason of(Rejected rejected) {
    String words = rejected.reason();
    if (words.contains("out of order")) {
      return OUT_OF_ORDER;
    }
    if (words.contains("out of bounds")) {
      return OUT_OF_BOUNDS;
    }
    if (words.contains("too old") || words.contains("too far into the past")) {
      return TOO_OLD;
    }
    if (words.contains("duplicate sample")) {
      return DUPLICATE;
    }
    return words.contains("label") || words.contains("metric name") ? INVALID : REJECTED;
  }
}
