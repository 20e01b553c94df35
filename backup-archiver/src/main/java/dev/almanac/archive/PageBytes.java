package dev.almanac.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** The bytes of a column's pages, one page at a time: fetched ahead and checked. */
final class PageBytes {

  private static final byte[] NONE = new byte[0];

  private final ArchiveFile file;
  private final int readAhead;
  private final CRC32 crc = new CRC32();

  /** What was fetched of the file, and where the current page's content lies in it. */
  private byte[] window = NONE;

  private long windowStart;
  private int from;
  private int stored;
  private PageHeader header;

  private final PageContent content = new PageContent();

  /**
   * @param readAhead how many bytes to fetch at once, if a page does not need more
   */
  PageBytes(ArchiveFile file, int readAhead) {
    this.file = file;
    this.readAhead = readAhead;
  }

  /** Forgets what was fetched ahead. */
  void clear() {
    window = NONE;
  }

  /** Whether these bytes were fetched already. */
  boolean holds(long offset, int length) {
    return offset >= windowStart && offset + length <= windowStart + window.length;
  }

  /** How many bytes {@link #fetch} asks the file for. */
  int toFetch(long offset, int length, long columnEnd) {
    return (int) Math.max(length, Math.min(readAhead, columnEnd - offset));
  }

  /**
   * Fetches a page, together with what follows it in the column.
   *
   * @param length of header and content
   * @param columnEnd where the last page of the column ends
   * @param what it is, for messages
   */
  PageHeader fetch(long offset, int length, long columnEnd, String what)
      throws MalformedPageException {
    if (length < 1 || length > PageLimits.BYTES) {
      throw new MalformedPageException("a page of " + length + " bytes");
    }
    if (!holds(offset, length)) {
      window = file.bytes(what, offset, toFetch(offset, length, columnEnd));
      windowStart = offset;
    }
    int start = (int) (offset - windowStart);
    ByteArrayInputStream in = new ByteArrayInputStream(window, start, length);
    try {
      header = Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new MalformedPageException("no page header: " + e);
    }
    stored = in.available();
    from = start + length - stored;
    return header;
  }

  /**
   * The content of the page that was fetched: {@code levels} bytes as they are, the rest to be
   * decompressed.
   */
  PageContent content(int levels, boolean compressed) throws MalformedPageException {
    int raw = header.getUncompressed_page_size();
    if (stored != header.getCompressed_page_size()
        || levels > stored
        || raw < levels
        || raw > PageLimits.BYTES) {
      throw new MalformedPageException(
          "sizes "
              + header.getCompressed_page_size()
              + " and "
              + raw
              + " where "
              + stored
              + " bytes are left");
    }
    checkCrc();
    boolean packed = compressed && stored > levels;
    if (!packed && raw != stored) {
      throw new MalformedPageException("a stored page of " + stored + " bytes, said to be " + raw);
    }
    content.set(window, from, stored, levels, raw, packed);
    if (from + stored == window.length) {
      clear();
    }
    return content;
  }

  private void checkCrc() throws MalformedPageException {
    crc.reset();
    crc.update(window, from, stored);
    int found = (int) crc.getValue();
    if (!header.isSetCrc() || found != header.getCrc()) {
      throw new MalformedPageException(
          "CRC-32 %08x where the header says %s"
              .formatted(found, header.isSetCrc() ? "%08x".formatted(header.getCrc()) : "none"));
    }
  }
}
