package dev.almanac.gateway;

/**
 * What one remote read may ask for. Memory is bounded whatever is asked; these keep time, disk and
 * the memory of the one who asks within bounds.
 *
 * @param series how many series
 * @param samples how many samples; asked of the archive's series files before any sample is read,
 *     where a series of which a part is wanted counts for that share of its time
 * @param bytes how large an answer may be before compression where it is gathered on disk first
 */
public record ReadLimits(long series, long samples, long bytes) {

  /** As many samples as Prometheus itself answers with. */
  public static final ReadLimits DEFAULT = new ReadLimits(200_000, 50_000_000, 2L << 30);

  void checkSeries(long found) {
    check((double) found, series, "series", "--max-series");
  }

  void checkSamples(double expected) {
    check(expected, samples, "samples", "--max-samples");
  }

  void checkBytes(long written) {
    check((double) written, bytes, "bytes of answer", "--max-bytes");
  }

  private static void check(double found, long limit, String what, String option) {
    if (found > limit) {
      throw new TooMuchException(
          "the query is too large: it asks for %,.0f %s or more where %,d are allowed; ask for less"
                  .formatted(found, what, limit)
              + " time or fewer series, ask by SQL (almanac sql), or have the gateway started with"
              + " a larger "
              + option);
    }
  }
}
