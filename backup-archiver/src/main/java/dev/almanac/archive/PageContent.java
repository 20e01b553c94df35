package dev.almanac.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a page holds: levels, which are stored as they are, and behind them what is decompressed as
 * far as somebody asks for it. Of a page that holds a hundred series, a reader of one needs the
 * part until its end.
 */
final class PageContent {

  private static final byte[] NONE = new byte[0];

  /** That part of a page is decompressed beyond what is asked for: what is asked for next. */
  private static final int SPARE = 8;

  /** The page, as far as it is unpacked, and zeros behind it. */
  private byte[] page = NONE;

  private int levels;
  private int length;
  private int unpacked;

  /** Where the zstd frame lies; none where all is unpacked. */
  private byte[] stored = NONE;

  private int frame;
  private int frameLength;

  /**
   * Takes a page; nothing is decompressed yet.
   *
   * @param from where in {@code window} it begins, as it is stored
   * @param packed whether a zstd frame is behind the levels, and not the values themselves
   */
  void set(
      byte[] window, int from, int storedLength, int levelLength, int rawLength, boolean packed)
      throws MalformedPageException {
    levels = levelLength;
    length = rawLength;
    stored = packed ? window : NONE;
    frame = from + levels;
    frameLength = storedLength - levels;
    if (packed) {
      checkFrame();
    }
    int here = packed ? levels : length;
    ensureCapacity(here);
    System.arraycopy(window, from, page, 0, here);
    endAt(here);
  }

  /** Some of the levels. */
  PageInput levels(int start, int end) {
    return new PageInput(page, start, end);
  }

  /** Everything behind the levels. */
  PageInput values() throws MalformedPageException {
    return new PageInput(part(levels, length), levels, length);
  }

  /** Where the values begin. */
  int start() {
    return levels;
  }

  /** Where the page ends. */
  int end() {
    return length;
  }

  /**
   * The page, unpacked from {@code from} until {@code end} at least. Who begins at the values' own
   * beginning is going to read them all; who begins later may be content with a part. Asked for
   * more than that, the whole is decompressed once more.
   */
  byte[] part(int from, int end) throws MalformedPageException {
    if (end > unpacked) {
      boolean all = from == levels || unpacked > levels;
      int enough = end + length / SPARE;
      if (all || enough > length - length / SPARE) {
        decompress();
      } else {
        decompressBeginning(enough);
      }
    }
    return page;
  }

  private void checkFrame() throws MalformedPageException {
    long content = Zstd.getFrameContentSize(stored, frame, frameLength);
    if (content != length - levels) {
      throw new MalformedPageException(
          "a zstd frame of " + content + " bytes where the header says " + (length - levels));
    }
  }

  private void decompress() throws MalformedPageException {
    ensureCapacity(length);
    try {
      check(
          Zstd.decompressByteArray(page, levels, length - levels, stored, frame, frameLength),
          length);
    } catch (ZstdException e) {
      throw new MalformedPageException("no zstd frame: " + e.getMessage());
    }
    stored = NONE;
  }

  private void decompressBeginning(int end) throws MalformedPageException {
    ensureCapacity(end);
    try (InputStream in =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(stored, frame, frameLength))) {
      check(in.readNBytes(page, levels, end - levels), end);
    } catch (IOException e) {
      throw new MalformedPageException("no zstd frame: " + e.getMessage());
    }
  }

  private void check(long written, int end) throws MalformedPageException {
    if (written != end - levels) {
      throw new MalformedPageException("a zstd frame that gives " + written + " bytes");
    }
    endAt(end);
  }

  private void endAt(int end) {
    unpacked = end;
    Arrays.fill(page, end, end + PageInput.PADDING, (byte) 0);
  }

  /** Makes room, and keeps the levels. */
  private void ensureCapacity(int capacity) {
    if (page.length < capacity + PageInput.PADDING) {
      byte[] larger = new byte[capacity + PageInput.PADDING];
      System.arraycopy(page, 0, larger, 0, Math.min(page.length, levels));
      page = larger;
    }
  }
}
