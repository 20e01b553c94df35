package dev.almanac.jobs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code promtool tsdb dump}: the way out of a block that Prometheus itself offers, as text.
 *
 * @param samples how many lines it wrote
 * @param textBytes how long they were
 * @param seconds by the clock
 * @param cpuSeconds of all its threads, up to its last lines; null where the system does not tell
 */
public record PromtoolDump(long samples, long textBytes, double seconds, Double cpuSeconds) {

  /**
   * Runs it over blocks.
   *
   * @param promtool the executable
   * @param blocks their folders
   * @param scratch an empty folder, preferably of the same file system: the blocks are linked into
   *     it, for promtool wants a {@code wal} folder beside them and snapshots have none
   * @throws IOException where promtool fails; the message is its own
   */
  public static PromtoolDump run(Path promtool, List<Path> blocks, Path scratch)
      throws IOException, InterruptedException {
    Files.createDirectory(scratch.resolve("wal"));
    for (Path block : blocks) {
      link(block, scratch.resolve(block.getFileName().toString()));
    }
    Path errors = scratch.resolve("stderr");
    long startedAt = System.nanoTime();
    Process process =
        new ProcessBuilder(promtool.toString(), "tsdb", "dump", scratch.toString())
            .redirectError(errors.toFile())
            .start();
    try {
      Lines lines = Lines.of(process);
      int exit = process.waitFor();
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      if (exit != 0) {
        throw new IOException(
            "promtool tsdb dump ended with "
                + exit
                + ": "
                + Files.readString(errors, StandardCharsets.UTF_8).strip());
      }
      return new PromtoolDump(lines.count, lines.bytes, seconds, lines.cpuSeconds);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          linkOrCopy(file, target);
        }
      }
    }
  }

  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or a file that belongs to somebody else.
      Files.copy(file, target);
    }
  }

  /** What it wrote, counted and thrown away. */
  private static final class Lines {

    private long count;
    private long bytes;
    private Double cpuSeconds;

    static Lines of(Process process) throws IOException {
      Lines lines = new Lines();
      byte[] buffer = new byte[1 << 20];
      try (InputStream out = process.getInputStream()) {
        for (int length = out.read(buffer); length >= 0; length = out.read(buffer)) {
          lines.add(buffer, length);
          lines.cpuSeconds =
              process
                  .info()
                  .totalCpuDuration()
                  .map(Duration::toNanos)
                  .map(nanos -> nanos / 1e9)
                  .orElse(lines.cpuSeconds);
        }
      }
      return lines;
    }

    private void add(byte[] buffer, int length) {
      bytes += length;
      for (int i = 0; i < length; i++) {
        count += buffer[i] == '\n' ? 1 : 0;
      }
    }
  }
}
