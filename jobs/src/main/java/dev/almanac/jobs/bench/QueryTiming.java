package dev.almanac.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a question took.
 *
 * @param system of whom it was asked
 * @param seconds of the best pass, by the clock
 * @param cpuSeconds that the one who answers spent on processors in that pass
 * @param rows of the answer
 * @param bytesRead of the data in that pass, or null where that cannot be told
 * @param requests to a store in that pass, or null where none was asked
 */
public record QueryTiming(
    String question,
    String system,
    double seconds,
    double cpuSeconds,
    long rows,
    Long bytesRead,
    Long requests) {

  private static final Path IO = Path.of("/proc/self/io");

  /**
   * How often a question is asked: so many times, and on until so much time has gone by.
   *
   * @param atLeast what is asked a few times only is answered by code that is not compiled yet
   */
  public record Effort(int passes, Duration atLeast) {

    /** Asked once. */
    public static final Effort ONCE = new Effort(1, Duration.ZERO);
  }

  /** A question being asked. */
  public interface Question {

    /** Asks, reads the whole answer, and tells how many rows it has. */
    long ask() throws Exception;
  }

  /** Counts what is read. */
  public interface Meter {

    /** So far. */
    long bytes() throws IOException;

    /** So far. */
    long requests();
  }

  /**
   * Asks another process a few times, of which nobody knows what it reads.
   *
   * @param answering the process that answers
   */
  public static QueryTiming of(
      String what, String system, ProcessHandle answering, Effort effort, Question question)
      throws Exception {
    return best(what, system, answering, effort, question, null, false);
  }

  /** Asks this process a few times. Bytes are what its system calls read, the page cache's too. */
  public static QueryTiming here(String what, String system, Effort effort, Question question)
      throws Exception {
    Meter calls =
        new Meter() {
          @Override
          public long bytes() throws IOException {
            return readSoFar();
          }

          @Override
          public long requests() {
            return 0;
          }
        };
    return best(what, system, ProcessHandle.current(), effort, question, calls, false);
  }

  /** Asks this process a few times, which reads a store. */
  public static QueryTiming ofStore(
      String what, String system, Meter store, Effort effort, Question question) throws Exception {
    return best(what, system, ProcessHandle.current(), effort, question, store, true);
  }

  private static QueryTiming best(
      String what,
      String system,
      ProcessHandle answering,
      Effort effort,
      Question question,
      Meter meter,
      boolean requests)
      throws Exception {
    QueryTiming best = null;
    long enough = System.nanoTime() + effort.atLeast().toNanos();
    for (int pass = 0; pass < effort.passes() || System.nanoTime() < enough; pass++) {
      long readBefore = meter == null ? 0 : meter.bytes();
      long askedBefore = meter == null ? 0 : meter.requests();
      double cpuBefore = cpuSeconds(answering);
      long begin = System.nanoTime();
      long rows = question.ask();
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpu = cpuSeconds(answering) - cpuBefore;
      Long read = meter == null ? null : meter.bytes() - readBefore;
      Long asked = requests ? meter.requests() - askedBefore : null;
      if (best == null || seconds < best.seconds) {
        best = new QueryTiming(what, system, seconds, cpu, rows, read, asked);
      }
    }
    return best;
  }

  /** Of all its threads so far. */
  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** What the system calls of this process have read so far, from the page cache too. */
  private static long readSoFar() throws IOException {
    return Files.readAllLines(IO).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow(() -> new IOException(IO + " does not tell what was read"));
  }

  /** Everything by its name. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("question", question);
    view.put("system", system);
    view.put("seconds", seconds);
    view.put("cpu_seconds", cpuSeconds);
    view.put("rows", rows);
    view.put("bytes_read", bytesRead);
    view.put("requests", requests);
    return view;
  }
}
