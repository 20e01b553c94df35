package dev.almanac.tsdb.index;

/**
 * Which series carry a label: their references in the index, ascending, which is the order of their
 * label sets.
 */
public final class Postings {

  static final Postings NONE = new Postings(new int[0], 0);

  private final int[] refs;
  private final int size;

  /** References are unsigned 32-bit numbers. */
  Postings(int[] refs, int size) {
    this.refs = refs;
    this.size = size;
  }

  public int size() {
    return size;
  }

  /** The reference of the series at a position, as {@link IndexReader#series} takes it. */
  public long ref(int position) {
    return Integer.toUnsignedLong(refs[position]);
  }
}
