package dev.almanac.flink.live;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a {@link RemoteWriteSink} behaves.
 *
 * @param batchSamples how many samples a request carries at most
 * @param batchAge how long a sample waits for company at most
 * @param bufferedSamples how many samples a writer keeps while the server is away; then it holds up
 *     the job, and checkpoints with it
 * @param patience how long to wait for a connection, and then for an answer
 * @param futureTolerance how far a sample may lie ahead of this machine's clock
 * @param firstPause how long to leave a server alone that failed once
 * @param longestPause how long to leave it alone at most, unless it asks for more
 * @param tells whether to write how many samples were sent and dropped, too, every 15 s
 */
public record RemoteWriteSettings(
    int batchSamples,
    Duration batchAge,
    int bufferedSamples,
    Duration patience,
    Duration futureTolerance,
    Duration firstPause,
    Duration longestPause,
    boolean tells)
    implements Serializable {

  public static final RemoteWriteSettings DEFAULT =
      new RemoteWriteSettings(
          5_000,
          Duration.ofSeconds(1),
          1_000_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          false);

  public RemoteWriteSettings {
    if (batchSamples < 1 || bufferedSamples <= batchSamples) {
      throw new IllegalArgumentException(
          "expected batches of one sample or more and a larger buffer, found "
              + batchSamples
              + " and "
              + bufferedSamples);
    }
    requirePositive("age of a batch", batchAge);
    requirePositive("patience", patience);
    requirePositive("first pause", firstPause);
    requirePositive("longest pause", longestPause);
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          "expected a millisecond or more as the " + what + ", found " + duration);
    }
  }

  public RemoteWriteSettings withBatch(int samples, Duration age) {
    return new RemoteWriteSettings(
        samples, age, bufferedSamples, patience, futureTolerance, firstPause, longestPause, tells);
  }

  public RemoteWriteSettings withBuffer(int samples) {
    return new RemoteWriteSettings(
        batchSamples,
        batchAge,
        samples,
        patience,
        futureTolerance,
        firstPause,
        longestPause,
        tells);
  }

  public RemoteWriteSettings withPatience(Duration other) {
    return new RemoteWriteSettings(
        batchSamples,
        batchAge,
        bufferedSamples,
        other,
        futureTolerance,
        firstPause,
        longestPause,
        tells);
  }

  public RemoteWriteSettings withPauses(Duration first, Duration longest) {
    return new RemoteWriteSettings(
        batchSamples, batchAge, bufferedSamples, patience, futureTolerance, first, longest, tells);
  }

  /** The same, and what becomes of samples is written beside them: see docs/metrics.md. */
  public RemoteWriteSettings telling() {
    return new RemoteWriteSettings(
        batchSamples,
        batchAge,
        bufferedSamples,
        patience,
        futureTolerance,
        firstPause,
        longestPause,
        true);
  }
}
