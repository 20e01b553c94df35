package dev.almanac.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.SerializedThrowable;

/**
 * What ended a verb, as its user is told.
 *
 * @param known whether it is one of the failures that can happen to a sound program: the message
 *     says it all, and no stack trace is shown
 */
record Failure(boolean known, String message, Throwable cause) {

  private static final int DEEPEST_CAUSE = 50;

  /** What DuckDB's driver puts before the message of a statement that fails at its start. */
  private static final String DUCKDB_PREAMBLE =
      "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result\n"
          + "Error: ";

  /** Looks through the wrappers that Flink and thread pools put around a failure. */
  static Failure of(Throwable thrown) {
    Throwable cause = unpack(thrown);
    for (int depth = 0; depth < DEEPEST_CAUSE; depth++) {
      Optional<String> message = messageOfKnown(cause);
      if (message.isPresent()) {
        return new Failure(true, message.get(), thrown);
      }
      if (cause.getCause() == null) {
        break;
      }
      cause = unpack(cause.getCause());
    }
    return new Failure(false, cause.toString(), thrown);
  }

  ExitCode tell(Console console, boolean trace) {
    boolean withTrace = trace || !known;
    if (console.json()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("kind", known ? "failed" : "internal");
      error.put("message", message);
      if (withTrace) {
        error.put("trace", trace());
      }
      error.put("exit", ExitCode.FAILED.code());
      console.noteJson(Map.of("error", error));
      return ExitCode.FAILED;
    }
    console.error("almanac: " + (known ? "" : "internal error: ") + message);
    if (withTrace) {
      console.error(trace().stripTrailing());
    }
    if (!known) {
      console.error(
          "This is a defect of Almanac. Please report it with the lines above, the command you gave"
              + " and what 'almanac --version' says.");
    }
    return ExitCode.FAILED;
  }

  private String trace() {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static Throwable unpack(Throwable thrown) {
    if (thrown instanceof SerializedThrowable packed) {
      return packed.deserializeError(Failure.class.getClassLoader());
    }
    return thrown instanceof UncheckedIOException unchecked ? unchecked.getCause() : thrown;
  }

  /** The message of a failure of the world around us; empty for what only a defect can throw. */
  private static Optional<String> messageOfKnown(Throwable thrown) {
    if (thrown instanceof SQLException) {
      return Optional.of(messageOf(thrown).replace(DUCKDB_PREAMBLE, ""));
    }
    if (thrown.getClass().getName().startsWith("dev.almanac.")) {
      return Optional.of(messageOf(thrown));
    }
    if (thrown instanceof IOException io) {
      return Optional.of(messageOf(io));
    }
    if (thrown instanceof OutOfMemoryError) {
      return Optional.of(
          "out of memory (" + thrown.getMessage() + "): give more by ALMANAC_JAVA_OPTS=-Xmx4g");
    }
    return Optional.empty();
  }

  private static String messageOf(IOException failure) {
    // The messages of these name the file and not what is wrong with it.
    if (failure instanceof NoSuchFileException missing) {
      return "no such file or folder: " + missing.getFile();
    }
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException there) {
      return "already there: " + there.getFile();
    }
    if (failure instanceof NotDirectoryException file) {
      return "not a folder: " + file.getFile();
    }
    if (failure instanceof UnknownHostException host) {
      return "unknown host: " + host.getMessage();
    }
    if (failure instanceof ConnectException && failure.getMessage() == null) {
      return "connection refused";
    }
    return messageOf((Throwable) failure);
  }

  private static String messageOf(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
