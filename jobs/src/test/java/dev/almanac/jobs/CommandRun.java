package dev.almanac.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;

/** One run of the command in this JVM: how it ended and what it said. */
record CommandRun(ExitCode exit, String out, String err) {

  static CommandRun of(String... args) {
    return of(Map.of(), "", args);
  }

  static CommandRun of(Map<String, String> environment, String in, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader(in)),
            Console.Listener.PROGRAM);
    ExitCode exit = new Almanac(console, environment::get).run(args);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  /** With a standard output that takes nothing, as a closed pipe and a full disk do. */
  static CommandRun whoseAnswerIsLost(String... args) {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            Almanac.writer(new PrintStream(closed)),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            Console.Listener.PROGRAM);
    ExitCode exit = new Almanac(console, name -> null).run(args);
    return new CommandRun(exit, "", err.toString());
  }

  JsonNode json() {
    return parse(out);
  }

  JsonNode errorJson() {
    return parse(err).path("error");
  }

  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }
}
