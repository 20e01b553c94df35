package dev.almanac.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a question took.
 *
 * @param system of whom it was asked
 * @param seconds of the best pass
 * @param rows of the answer
 * @param bytesRead by this process in that pass, or null where that does not tell
 */
public record QueryTiming(
    String question, String system, double seconds, long rows, Long bytesRead) {

  private static final Path IO = Path.of("/proc/self/io");

  /** A question being asked. */
  public interface Question {

    /** Asks, reads the whole answer, and tells how many rows it has. */
    long ask() throws Exception;
  }

  /**
   * Asks a few times.
   *
   * @param inThisProcess whether what answers is a part of this process
   */
  public static QueryTiming of(
      String what, String system, boolean inThisProcess, int passes, Question question)
      throws Exception {
    QueryTiming best = null;
    for (int pass = 0; pass < passes; pass++) {
      long readBefore = readSoFar();
      long begin = System.nanoTime();
      long rows = question.ask();
      double seconds = (System.nanoTime() - begin) / 1e9;
      Long read = inThisProcess ? readSoFar() - readBefore : null;
      if (best == null || seconds < best.seconds) {
        best = new QueryTiming(what, system, seconds, rows, read);
      }
    }
    return best;
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
    view.put("rows", rows);
    view.put("bytes_read", bytesRead);
    return view;
  }
}
