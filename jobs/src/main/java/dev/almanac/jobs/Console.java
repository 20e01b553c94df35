package dev.almanac.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/**
 * Where a verb speaks: its answer goes to standard output, everything about the work to standard
 * error.
 */
final class Console {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintWriter out;
  private final PrintWriter err;
  private final BufferedReader in;
  private final Listener listener;
  private boolean json;

  /** Who listens at standard error. */
  enum Listener {
    /** A person, who watches it as it comes. */
    PERSON,
    /** A file or another program, which want the text alone. */
    PROGRAM,
    /** systemd's journal, which wants to know what an error is. */
    JOURNAL
  }

  Console(PrintWriter out, PrintWriter err, BufferedReader in, Listener listener) {
    this.out = out;
    this.err = err;
    this.in = in;
    this.listener = listener;
  }

  /** Whether the answer is to be JSON. */
  boolean json() {
    return json;
  }

  void useJson(boolean json) {
    this.json = json;
  }

  /** A line of the answer. */
  void say(String line) {
    out.print(line);
    out.print('\n');
  }

  /** The answer as JSON: records, maps, lists and plain values. */
  void sayJson(Object answer) {
    say(toJson(answer));
  }

  /** A line about the work. */
  void note(String line) {
    err.print(line);
    err.print('\n');
    err.flush();
  }

  /** What went wrong, in a line or several. */
  void error(String text) {
    note(listener == Listener.JOURNAL ? Journal.error(text) : text);
  }

  /** An error, or a note that a program reads, as one JSON value on standard error. */
  void noteJson(Object value) {
    note(toJson(value));
  }

  /** A line about the work that is renewed in place; close it when the work is over. */
  StatusLine status() {
    return new StatusLine(err, terminal());
  }

  /** Whether a person watches standard error as it comes. */
  boolean terminal() {
    return listener == Listener.PERSON;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** All of standard input. */
  String readAll() {
    return in.lines().collect(Collectors.joining("\n"));
  }

  /** False where something written to standard output was lost. */
  boolean flush() {
    err.flush();
    return !out.checkError();
  }

  private static String toJson(Object value) {
    StringWriter text = new StringWriter();
    try {
      JSON.writeValue(text, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
