package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobException;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

  private static String told(Throwable thrown, boolean trace) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            Console.Listener.PROGRAM);
    assertThat(Failure.of(thrown).tell(console, trace)).isEqualTo(ExitCode.FAILED);
    return err.toString();
  }

  static Stream<Arguments> failuresOfTheWorldAroundUs() {
    BlobException blob = new BlobException("s3://b/p: samples/x: gone");
    return Stream.of(
        Arguments.of(blob, "s3://b/p: samples/x: gone"),
        Arguments.of(
            new ExecutionException(new RuntimeException("wrapped", blob)), blob.getMessage()),
        Arguments.of(new RuntimeException(new SerializedThrowable(blob)), blob.getMessage()),
        Arguments.of(new SQLException("Catalog Error: no foo"), "Catalog Error: no foo"),
        Arguments.of(new IOException("disk full"), "disk full"),
        Arguments.of(new UncheckedIOException(new IOException("disk full")), "disk full"),
        Arguments.of(new FileNotFoundException(), "FileNotFoundException"),
        Arguments.of(new NoSuchFileException("/a"), "no such file or folder: /a"),
        Arguments.of(new AccessDeniedException("/a"), "permission denied: /a"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            "out of memory (Java heap space): give more by ALMANAC_JAVA_OPTS=-Xmx4g"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheWorldAroundUs")
  void saysOnlyWhatIsWrongWithTheWorld(Throwable thrown, String message) {
    assertThat(told(thrown, false)).isEqualTo("almanac: " + message + "\n");
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheWorldAroundUs")
  void showsTheStackTraceOfAnyFailureOnDemand(Throwable thrown, String message) {
    assertThat(told(thrown, true))
        .startsWith("almanac: " + message + "\n")
        .contains("\tat dev.almanac.jobs.FailureTest");
  }

  @Test
  void asksForAReportOfADefectAndShowsItsStackTrace() {
    String told = told(new IllegalStateException("impossible"), false);

    assertThat(told)
        .startsWith("almanac: internal error: java.lang.IllegalStateException: impossible\n")
        .contains("\tat dev.almanac.jobs.FailureTest")
        .contains("Please report it");
  }

  @Test
  void namesTheRootOfADefectAndNotWhatWrapsIt() {
    String told = told(new ExecutionException(new NullPointerException("cursor")), false);

    assertThat(told)
        .startsWith("almanac: internal error: java.lang.NullPointerException: cursor\n")
        .contains("ExecutionException");
  }

  @Test
  void endsThoughTheCausesGoInACircle() {
    RuntimeException a = new RuntimeException("a");
    RuntimeException b = new RuntimeException("b", a);
    a.initCause(b);

    assertThat(told(a, false)).startsWith("almanac: internal error: java.lang.RuntimeException: ");
  }
}
