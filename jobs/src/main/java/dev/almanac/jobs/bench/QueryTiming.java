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
 * @param bytesRead by this process in that pass, or null where that does not tell
 */
public record QueryTiming(
    String question, String system, double seconds, double cpuSeconds, long rows, Long bytesRead) {

  private static final Path IO = Path.of("/proc/self/io");

  /** A question being asked. */
  public interface Question {

    /** Asks, reads the whole answer, and tells how many rows it has. */
    long ask() throws Exception;
  }

  /**
   * Asks a few times.
   *
   * @param answering the process that answers
   */
  public static QueryTiming of(
      String what, String system, ProcessHandle answering, int passes, Question question)
      throws Exception {
    boolean inThisProcess = answering.equals(ProcessHandle.current());
    QueryTiming best = null;
    for (int pass = 0; pass < passes; pass++) {
      long readBefore = readSoFar();
      double cpuBefore = cpuSeconds(answering);
      long begin = System.nanoTime();
      long rows = question.ask();
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpu = cpuSeconds(answering) - cpuBefore;
      Long read = inThisProcess ? readSoFar() - readBefore : null;
      if (best == null || seconds < best.seconds) {
        best = new QueryTiming(what, system, seconds, cpu, rows, read);
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
    return view;
  }
}
