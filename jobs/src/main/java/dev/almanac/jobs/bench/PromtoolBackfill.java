package dev.almanac.jobs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * {@code promtool tsdb create-blocks-from openmetrics}: the way into a block that Prometheus itself
 * offers, from text.
 *
 * @param slice what it was given
 * @param seconds by the clock
 * @param cpuSeconds of all its threads, up to the last look at it; null where the system does not
 *     tell
 */
public record PromtoolBackfill(OpenMetricsSlice slice, double seconds, Double cpuSeconds) {

  private static final long LOOK_MILLIS = 20;

  /**
   * Lets it make blocks.
   *
   * @param promtool the executable
   * @param block of which a slice is to be made again
   * @param samples about how many samples the slice has
   * @param scratch an empty folder
   * @throws IOException where promtool fails; the message is its own
   */
  public static PromtoolBackfill run(Path promtool, Path block, long samples, Path scratch)
      throws IOException, InterruptedException {
    Path text = scratch.resolve("slice.txt");
    OpenMetricsSlice slice = OpenMetricsSlice.write(block, samples, text);
    Path log = scratch.resolve("log");
    long startedAt = System.nanoTime();
    Process process =
        new ProcessBuilder(
                promtool.toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                scratch.resolve("blocks").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Double cpuSeconds = null;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        cpuSeconds =
            process
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(nanos -> nanos / 1e9)
                .orElse(cpuSeconds);
      }
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException(
            "promtool tsdb create-blocks-from ended with "
                + process.exitValue()
                + ": "
                + Files.readString(log, StandardCharsets.UTF_8).strip());
      }
      return new PromtoolBackfill(slice, seconds, cpuSeconds);
    } finally {
      process.destroyForcibly();
    }
  }

  public double samplesPerSecond() {
    return slice.samples() / seconds;
  }
}
