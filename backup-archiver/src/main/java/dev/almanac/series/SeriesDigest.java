package dev.almanac.series;

/**
 * A fingerprint of a series' samples that does not depend on their order or on how they are cut:
 * the sum, modulo 2⁶⁴, of a 64-bit hash of each sample. Digests of disjoint parts add up to the
 * digest of the whole, so a series archived over many nights is checked against one block.
 *
 * <p>It guards against accidents, not against forgery; the SHA-256 of each file does that.
 *
 * @see <a href="https://dl.acm.org/doi/10.1145/258533.258660">Bellare and Micciancio, A New
 *     Paradigm for Collision-free Hashing: Incrementality at Reduced Cost, 1997</a> for additive
 *     hashing
 */
public final class SeriesDigest {

  private static final long HISTOGRAM = 0x9E3779B97F4A7C15L;
  private static final long START = 0xD1B54A32D192ED03L;

  private long value;
  private long samples;

  public void clear() {
    value = 0;
    samples = 0;
  }

  /** The sum of the samples' hashes. */
  public long value() {
    return value;
  }

  /** How many samples were added. */
  public long samples() {
    return samples;
  }

  public void addFloat(long timestamp, long valueBits) {
    value += mix(mix(timestamp) ^ valueBits);
    samples++;
  }

  /** Adds that the sample at {@code timestamp} began to count at {@code startTimestamp}. */
  void addStart(long timestamp, long startTimestamp) {
    if (startTimestamp != 0) {
      value += mix(mix(timestamp ^ START) ^ startTimestamp);
    }
  }

  void addHistogram(long timestamp, long count, long zeroCount, long sumBits, long buckets) {
    long hash = mix(timestamp ^ HISTOGRAM);
    hash = mix(hash + count);
    hash = mix(hash + zeroCount);
    hash = mix(hash + sumBits);
    value += mix(hash + buckets);
    samples++;
  }

  /** Adds what another digest gathered. */
  public void add(SeriesDigest other) {
    value += other.value;
    samples += other.samples;
  }

  /**
   * The finaliser of SplitMix64: every input bit reaches every output bit.
   *
   * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood, Fast Splittable
   *     Pseudorandom Number Generators, 2014</a>
   */
  static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
