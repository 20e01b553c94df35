package dev.almanac.jobs.bench;

import java.nio.file.Path;

/** A file of timestamps and values that is none. */
public final class MalformedSeriesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MalformedSeriesException(Path file, int line, String message) {
    super(file + ":" + line + ": " + message);
  }
}
