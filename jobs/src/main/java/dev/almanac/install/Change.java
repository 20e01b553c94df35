package dev.almanac.install;

import java.io.IOException;
import java.util.Optional;

/**
 * Something that is not yet as it should be, and how to make it so.
 *
 * @param what a short sentence: {@code write /etc/prometheus/prometheus.yml}
 * @param difference how a file would differ, as {@code diff -u} shows it; empty for secrets and for
 *     what is no file
 */
record Change(String what, Optional<String> difference, Action action) {

  /** What makes the change. */
  interface Action {
    void run() throws IOException;
  }

  static Change of(String what, Action action) {
    return new Change(what, Optional.empty(), action);
  }
}
