package dev.almanac.tsdb.file;

/**
 * Random access to a range of a file through a bounded number of pages: a range that fits is read
 * once, a larger one costs a read per page that another page has pushed out.
 */
public final class PageCache {

  private static final int PAGE_SHIFT = 15;
  private static final int PAGE_BYTES = 1 << PAGE_SHIFT;
  private static final int MOST_PAGES = 64;

  private final BlockInput input;
  private final long start;
  private final long end;
  private final byte[][] pages;
  private final long[] numbers;

  /** Pages over {@code [start, end)}, which the file holds. */
  public PageCache(BlockInput input, long start, long end) {
    this.input = input;
    this.start = start;
    this.end = end;
    int slots = (int) Math.min(MOST_PAGES, ((end - start) >>> PAGE_SHIFT) + 1);
    pages = new byte[slots][];
    numbers = new long[slots];
  }

  public BlockInput input() {
    return input;
  }

  /** Where the range ends in the file. */
  public long end() {
    return end;
  }

  /** The byte at an offset of the file, which lies in the range. */
  public byte byteAt(long offset) {
    long at = offset - start;
    return page(at >>> PAGE_SHIFT)[(int) at & (PAGE_BYTES - 1)];
  }

  /** Copies {@code length} bytes from an offset of the file on; they lie in the range. */
  public void copy(long offset, byte[] into, int length) {
    for (int done = 0; done < length; ) {
      long at = offset - start + done;
      int inPage = (int) at & (PAGE_BYTES - 1);
      int bytes = Math.min(length - done, PAGE_BYTES - inPage);
      System.arraycopy(page(at >>> PAGE_SHIFT), inPage, into, done, bytes);
      done += bytes;
    }
  }

  private byte[] page(long number) {
    int slot = (int) (number % pages.length);
    if (pages[slot] == null || numbers[slot] != number) {
      load(slot, number);
    }
    return pages[slot];
  }

  private void load(int slot, long number) {
    long offset = start + (number << PAGE_SHIFT);
    int bytes = (int) Math.min(PAGE_BYTES, end - offset);
    if (pages[slot] == null) {
      pages[slot] = new byte[pages.length == 1 ? bytes : PAGE_BYTES];
    }
    numbers[slot] = -1;
    input.read(offset, pages[slot], 0, bytes);
    numbers[slot] = number;
  }
}
