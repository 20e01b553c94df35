package dev.almanac.archive;

import java.util.Arrays;

/** RLE/bit-packing hybrid: levels, or indices into a dictionary. */
final class HybridValues implements PageValues {

  private final PageInput in;
  private final int width;
  private final int most;

  /** How many values the runs to come hold. */
  private int ahead;

  /** What the current run has left; its value, or where the next of it lies. */
  private int left;

  private boolean packed;
  private long value;
  private int from;
  private long bit;

  /**
   * @param count how many values there are
   * @param most the greatest value that makes sense
   */
  HybridValues(PageInput in, int width, int count, int most) throws MalformedPageException {
    if (width > Integer.SIZE) {
      throw new MalformedPageException("indices of " + width + " bits");
    }
    this.in = in;
    this.width = width;
    this.most = most;
    ahead = count;
  }

  @Override
  public void next(int count, long[] into) throws MalformedPageException {
    int at = 0;
    while (at < count) {
      int until = at + turn(count - at);
      if (packed) {
        for (; at < until; at++) {
          into[at] = unpacked();
        }
      } else {
        Arrays.fill(into, at, until, value);
      }
      at = until;
    }
  }

  /** The same for levels, which are small. */
  void next(int count, byte[] into) throws MalformedPageException {
    int at = 0;
    while (at < count) {
      int until = at + turn(count - at);
      if (packed) {
        for (; at < until; at++) {
          into[at] = (byte) unpacked();
        }
      } else {
        Arrays.fill(into, at, until, (byte) value);
      }
      at = until;
    }
  }

  @Override
  public void skip(int count) throws MalformedPageException {
    for (int done = 0; done < count; ) {
      int turn = turn(count - done);
      bit += (long) turn * width;
      done += turn;
    }
  }

  /** Passes over the next values; how many of them are the highest that makes sense. */
  int countHighest(int count) throws MalformedPageException {
    int found = 0;
    for (int done = 0; done < count; ) {
      int turn = turn(count - done);
      if (!packed) {
        found += value == most ? turn : 0;
      } else if (width == 1) {
        found += ones(turn);
      } else {
        for (int i = 0; i < turn; i++) {
          found += unpacked() == most ? 1 : 0;
        }
      }
      done += turn;
    }
    return found;
  }

  private int ones(int count) {
    int found = 0;
    for (int ahead = count; ahead > 0; ahead -= Integer.SIZE) {
      int bits = Math.min(ahead, Integer.SIZE);
      found += Long.bitCount(in.bits(from, bit, bits));
      bit += bits;
    }
    return found;
  }

  /** How many of the wanted values the current run gives. */
  private int turn(int wanted) throws MalformedPageException {
    if (left == 0) {
      startRun();
    }
    int turn = Math.min(wanted, left);
    left -= turn;
    return turn;
  }

  private void startRun() throws MalformedPageException {
    int header = in.nextVarInt();
    int length = header >>> 1;
    if (length == 0) {
      throw new MalformedPageException("an empty run");
    }
    packed = (header & 1) == 1;
    if (packed) {
      left = (int) Math.min(ahead, length * 8L);
      from = in.take(Math.min((long) length * width, ((long) left * width + 7) >> 3));
      bit = 0;
    } else {
      left = Math.min(ahead, length);
      value = checked(in.bits(in.take((width + 7) >> 3), 0, width));
    }
    ahead -= left;
  }

  private long unpacked() throws MalformedPageException {
    long next = width == 0 ? 0 : checked(in.bits(from, bit, width));
    bit += width;
    return next;
  }

  private long checked(long found) throws MalformedPageException {
    if (found < 0 || found > most) {
      throw new MalformedPageException(
          "a level or index of " + found + " where " + most + " is the highest");
    }
    return found;
  }
}
