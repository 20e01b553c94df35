package dev.almanac.tsdb.chunk;

import java.nio.ByteBuffer;

/** A stretch of one segment held in memory, which moves and reads ahead on demand. */
final class SegmentWindow {

  /** How far to read ahead: little after a jump, twice as far each time reads go on from there. */
  private static final int MIN_AHEAD = 16 << 10;

  private static final int MAX_AHEAD = 1 << 20;

  /** The held bytes, followed by {@link BitReader#SLACK} of no meaning. */
  byte[] bytes = new byte[MAX_AHEAD + BitReader.SLACK];

  private Segment segment;
  private long start;
  private int length;
  private int ahead = MIN_AHEAD;

  /**
   * Makes the window hold a stretch of a segment, which must lie within the file.
   *
   * @return where in {@link #bytes} the stretch begins
   */
  int demand(Segment wanted, long offset, int count) {
    if (wanted != segment || offset < start || offset + count > start + length) {
      load(wanted, offset, count);
    }
    return (int) (offset - start);
  }

  private void load(Segment wanted, long offset, int count) {
    boolean goesOn = wanted == segment && offset >= start && offset <= start + length;
    ahead = goesOn ? Math.min(2 * ahead, MAX_AHEAD) : MIN_AHEAD;
    int held = (int) Math.min(Math.max(count, ahead), wanted.size - offset);
    if (bytes.length < held + BitReader.SLACK) {
      bytes = new byte[held + BitReader.SLACK];
    }
    segment = null;
    wanted.read(ByteBuffer.wrap(bytes, 0, held), offset);
    segment = wanted;
    start = offset;
    length = held;
  }
}
