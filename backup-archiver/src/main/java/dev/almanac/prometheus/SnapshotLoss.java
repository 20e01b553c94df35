package dev.almanac.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the snapshot API is known to leave out without a word. A snapshot holds no write-ahead log,
 * and its head block is cut from the in-order part of the head alone.
 *
 * @param outOfOrderWindow how far behind the newest sample the server accepts others
 * @param outOfOrderSamples how many samples came out of order since the server started; those that
 *     it has not yet compacted into blocks are missing. Empty where the server does not say
 * @param exemplars how many exemplars the server holds, none of which is in a snapshot. Empty where
 *     the server does not say
 */
public record SnapshotLoss(
    Duration outOfOrderWindow, OptionalLong outOfOrderSamples, OptionalLong exemplars) {

  static SnapshotLoss of(Duration outOfOrderWindow, ServerMetrics metrics) {
    return new SnapshotLoss(
        outOfOrderWindow,
        count(metrics, "prometheus_tsdb_head_out_of_order_samples_appended_total"),
        count(metrics, "prometheus_tsdb_exemplar_exemplars_in_storage"));
  }

  private static OptionalLong count(ServerMetrics metrics, String name) {
    return metrics.get(name).stream().mapToLong(value -> (long) value).findFirst();
  }

  /**
   * Whether samples that a query shows may be missing: some came out of order, or may have come.
   */
  public boolean mayLackSamples() {
    return outOfOrderSamples.isPresent()
        ? outOfOrderSamples.getAsLong() > 0
        : !outOfOrderWindow.isZero();
  }

  /** The report in sentences, for people. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (mayLackSamples()) {
      sentences.add(
          (outOfOrderSamples.isPresent()
                  ? outOfOrderSamples.getAsLong() + " samples"
                  : "An unknown number of samples")
              + " came out of order since the server started (window "
              + outOfOrderWindow.toSeconds()
              + " s); those still in its head are not in the snapshot. They come with a later"
              + " snapshot, once the server has compacted them into a block (every two hours).");
    }
    if (exemplars.orElse(0) > 0) {
      sentences.add(
          exemplars.getAsLong()
              + " exemplars are not in the snapshot: Prometheus keeps them in memory and in its"
              + " write-ahead log only.");
    }
    sentences.add(
        "Metric metadata (type, unit, help) is not in the snapshot: Prometheus keeps it in memory"
            + " and in its write-ahead log only.");
    return sentences;
  }
}
