package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The series by metric name, those without a name first, under the empty one. All lists are read
 * once when this is made, which proves them; kept are their sizes.
 */
final class MetricPostings {

  private record Metric(String name, int series, long offset) {}

  private static final long NO_OFFSET = -1;

  private final LongFunction<Postings> reader;
  private final List<Metric> metrics = new ArrayList<>();
  private final Postings nameless;
  private final int allSeries;

  /**
   * @param reader reads the postings at an offset
   */
  MetricPostings(PostingsTable table, LongFunction<Postings> reader) {
    this.reader = reader;
    Postings all = reader.apply(table.allOffset());
    allSeries = all.size();
    BitSet named = new BitSet(allSeries);
    for (PostingsTable.Entry entry : table.metricNames()) {
      if (!entry.metricName().isEmpty()) {
        Postings postings = reader.apply(entry.offset());
        mark(all, postings, named, table, entry);
        metrics.add(new Metric(entry.metricName(), postings.size(), entry.offset()));
      }
    }
    nameless = rest(all, named);
    if (nameless.size() > 0) {
      metrics.add(0, new Metric("", nameless.size(), NO_OFFSET));
    }
  }

  /** Marks in {@code named} where in {@code all} the series of a metric lie. */
  private static void mark(
      Postings all, Postings postings, BitSet named, PostingsTable table, PostingsTable.Entry of) {
    int at = 0;
    for (int i = 0; i < postings.size(); i++) {
      at = all.find(postings.ref(i), at);
      if (at < 0 || named.get(at)) {
        throw table.corrupt(
            of.offset(),
            "series of " + of.metricName() + " that are listed among all and under no other name",
            "series " + postings.ref(i));
      }
      named.set(at++);
    }
  }

  private static Postings rest(Postings all, BitSet named) {
    int[] rest = new int[all.size() - named.cardinality()];
    int filled = 0;
    for (int i = named.nextClearBit(0); i < all.size(); i = named.nextClearBit(i + 1)) {
      rest[filled++] = (int) all.ref(i);
    }
    return new Postings(rest);
  }

  int size() {
    return metrics.size();
  }

  int allSeries() {
    return allSeries;
  }

  String name(int metric) {
    return metrics.get(metric).name();
  }

  int seriesCount(int metric) {
    return metrics.get(metric).series();
  }

  /**
   * The series of the metric at a position.
   *
   * @throws CorruptBlockException where the list changed since it was proved
   */
  Postings postings(int metric) {
    long offset = metrics.get(metric).offset();
    return offset == NO_OFFSET ? nameless : reader.apply(offset);
  }
}
