package dev.almanac.tsdb.file;

/**
 * A piece of a file in memory that moves along as it is read: neighbouring small reads cost one
 * read of the file. The bytes it shows are valid until its next call.
 */
public final class InputWindow {

  private final BlockInput input;
  private final int readAhead;
  private byte[] bytes = new byte[0];
  private long start;
  private int filled;

  InputWindow(BlockInput input, int readAhead) {
    this.input = input;
    this.readAhead = readAhead;
  }

  /**
   * A reader over exactly this range of the file. What it allocates is bounded by {@code length}
   * and by the file's size; the caller bounds {@code length}.
   *
   * @throws CorruptBlockException where the file ends before the range does
   */
  public ByteReader read(long offset, int length) {
    input.check(offset, length);
    if (offset < start || offset + length > start + filled) {
      fill(offset, length);
    }
    int from = (int) (offset - start);
    return new ByteReader(input.file(), bytes, from, from + length, start);
  }

  /** Like {@link #read}, but ends early where the file does. */
  public ByteReader readUpTo(long offset, int length) {
    input.check(offset, 0);
    return read(offset, (int) Math.min(length, input.size() - offset));
  }

  private void fill(long offset, int length) {
    int wanted = (int) Math.min(Math.max(length, readAhead), input.size() - offset);
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
    }
    filled = 0;
    input.read(offset, bytes, 0, wanted);
    start = offset;
    filled = wanted;
  }
}
