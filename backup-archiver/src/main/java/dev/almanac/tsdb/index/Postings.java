package dev.almanac.tsdb.index;

/**
 * Which series carry a label: their references in the index, ascending, which is the order of their
 * label sets.
 */
public final class Postings {

  /** Unsigned. */
  private final int[] refs;

  Postings(int[] refs) {
    this.refs = refs;
  }

  public int size() {
    return refs.length;
  }

  /** The reference of the series at a position, as {@link IndexReader#series} takes it. */
  public long ref(int position) {
    return Integer.toUnsignedLong(refs[position]);
  }

  /** The position, not before {@code from}, of a reference; negative where it is not there. */
  int find(long ref, int from) {
    // Lists are mostly dense runs of the list of all, so the next place is tried first.
    if (from < refs.length && ref(from) == ref) {
      return from;
    }
    int low = from;
    int high = refs.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = ref(middle);
      if (found < ref) {
        low = middle + 1;
      } else if (found > ref) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }
}
