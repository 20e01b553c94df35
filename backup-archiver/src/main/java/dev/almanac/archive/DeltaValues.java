package dev.almanac.archive;

/** DELTA_BINARY_PACKED: differences, bit-packed in miniblocks of one width each. */
final class DeltaValues implements PageValues {

  /** By width: every other number of so many bits, in all that eight bytes hold. */
  private static final long[] EVERY_OTHER = new long[Long.SIZE];

  static {
    for (int width = 1; width < Long.SIZE; width++) {
      for (int at = 0; at < Long.SIZE; at += 2 * width) {
        EVERY_OTHER[width] |= (-1L >>> (Long.SIZE - width)) << at;
      }
    }
  }

  private final PageInput in;
  private final int miniblocks;
  private final int perMiniblock;
  private long value;
  private boolean begun;
  private long minDelta;
  private int widths;
  private int miniblock;

  /** What the current miniblock has left, and where the next of it lies. */
  private int left;

  private int width;
  private int from;
  private long bit;

  DeltaValues(PageInput in, int count) throws MalformedPageException {
    this.in = in;
    int blockValues = in.nextVarInt();
    miniblocks = in.nextVarInt();
    int total = in.nextVarInt();
    if (total != count) {
      throw new MalformedPageException(count + " values expected, " + total + " packed");
    }
    if (miniblocks < 1
        || blockValues < miniblocks
        || blockValues % miniblocks != 0
        || blockValues / miniblocks % 32 != 0) {
      throw new MalformedPageException(
          "blocks of " + blockValues + " values in " + miniblocks + " miniblocks");
    }
    perMiniblock = blockValues / miniblocks;
    miniblock = miniblocks;
    value = in.nextZigZag();
  }

  @Override
  public void next(int count, long[] into) throws MalformedPageException {
    int at = 0;
    if (!begun && count > 0) {
      into[at++] = value;
      begun = true;
    }
    while (at < count) {
      if (left == 0) {
        startMiniblock();
      }
      int until = at + Math.min(count - at, left);
      left -= until - at;
      for (; at < until; at++, bit += width) {
        value += minDelta + (width == 0 ? 0 : in.bits(from, bit, width));
        into[at] = value;
      }
    }
  }

  @Override
  public void skip(int count) throws MalformedPageException {
    int ahead = count;
    if (!begun && ahead > 0) {
      begun = true;
      ahead--;
    }
    while (ahead > 0) {
      if (left == 0) {
        startMiniblock();
      }
      int turn = Math.min(ahead, left);
      left -= turn;
      ahead -= turn;
      value += turn * minDelta;
      if (width > 0) {
        value += sum(turn);
      }
    }
  }

  /** Of the next numbers of the miniblock, as many at once as eight bytes hold. */
  private long sum(int count) {
    if (width > Integer.SIZE) {
      return sumOfWide(count);
    }
    int perWord = Long.SIZE / (2 * width) * 2;
    int mostWords = 1 << Math.min(width - 1, 16);
    long sum = 0;
    for (int ahead = count; ahead > 0; ) {
      int turn = Math.min(ahead, perWord * mostWords);
      sum += folded(sumOfPairs(turn, perWord), 2 * width);
      ahead -= turn;
    }
    return sum;
  }

  private long sumOfWide(int count) {
    long sum = 0;
    for (int i = 0; i < count; i++, bit += width) {
      sum += in.bits(from, bit, width);
    }
    return sum;
  }

  /**
   * Adds to every other number the one above it: each then has twice its width to grow in, which is
   * enough for two from each of {@code 2^(width-1)} words.
   */
  private long sumOfPairs(int count, int perWord) {
    long numbers = EVERY_OTHER[width];
    long added = 0;
    for (int ahead = count; ahead > 0; ahead -= perWord) {
      int bits = Math.min(ahead, perWord) * width;
      long word = in.bits(from, bit, bits);
      bit += bits;
      added += (word & numbers) + ((word >>> width) & numbers);
    }
    return added;
  }

  /** The sum of numbers of so many bits that lie in a word, half as many at each step. */
  private static long folded(long numbers, int bits) {
    long sum = numbers;
    for (int size = bits; size < Long.SIZE; size *= 2) {
      sum = (sum & EVERY_OTHER[size]) + ((sum >>> size) & EVERY_OTHER[size]);
    }
    return sum;
  }

  private void startMiniblock() throws MalformedPageException {
    if (miniblock == miniblocks) {
      minDelta = in.nextZigZag();
      widths = in.take(miniblocks);
      miniblock = 0;
    }
    width = in.bytes[widths + miniblock++] & 0xFF;
    if (width > Long.SIZE) {
      throw new MalformedPageException("a miniblock of " + width + " bits");
    }
    from = in.take((long) perMiniblock / Byte.SIZE * width);
    bit = 0;
    left = perMiniblock;
  }
}
