package dev.almanac.archive;

/** DELTA_BINARY_PACKED: differences, bit-packed in miniblocks of one width each. */
final class DeltaValues implements PageValues {

  /** Numbers of so many bits, two in each of so many words, add up to less than twice the bits. */
  private static final int LEAST_LANE = 8;

  private static final int MOST_WORDS = 64;

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

  /**
   * Of the next numbers of the miniblock. Each has twice its width to be added up in, so every
   * other number of what eight bytes hold is added at once, and then those between.
   */
  private long sum(int count) {
    int lanes = width < LEAST_LANE ? 0 : Long.SIZE / (2 * width);
    long sum = 0;
    int ahead = count;
    while (lanes > 0 && ahead >= 2 * lanes) {
      int words = Math.min(MOST_WORDS, ahead / (2 * lanes));
      sum += sumOfWords(words, lanes);
      ahead -= words * 2 * lanes;
    }
    for (; ahead > 0; ahead--, bit += width) {
      sum += in.bits(from, bit, width);
    }
    return sum;
  }

  private long sumOfWords(int words, int lanes) {
    long numbers = 0;
    for (int lane = 0; lane < lanes; lane++) {
      numbers |= (-1L >>> (Long.SIZE - width)) << (2 * width * lane);
    }
    long added = 0;
    for (int i = 0; i < words; i++) {
      long word = in.bits(from, bit, 2 * width * lanes);
      bit += 2L * width * lanes;
      added += (word & numbers) + ((word >>> width) & numbers);
    }
    long sum = 0;
    for (int lane = 0; lane < lanes; lane++) {
      sum += (added >>> (2 * width * lane)) & (-1L >>> (Long.SIZE - 2 * width));
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
