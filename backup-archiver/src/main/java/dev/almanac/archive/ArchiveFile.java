package dev.almanac.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/**
 * A file being read: its footer, checked, and the way to bytes, page locations and errors.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">Parquet file format</a>
 */
final class ArchiveFile {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Footer length and magic. */
  private static final int TRAILER = Integer.BYTES + 4;

  /** One request for the footer and the indexes of most files. */
  private static final int TAIL = 1 << 17;

  private static final int MAX_FOOTER = 1 << 26;

  private static final byte[] NOTHING = {};

  private final ArchiveInput input;
  private final Footer footer;

  /** Where the end begins that is read at once, when something of it is wanted. */
  private final long tailStart;

  private byte[] tail;
  private byte[] fetched = NOTHING;
  private long fetchedFrom;

  private ArchiveFile(ArchiveInput input, ArchiveKind kind) {
    this.input = input;
    tailStart = Math.max(0, input.size() - TAIL);
    Footer known = input.memory().find(input, Footer.class);
    if (known == null || known.kind() != kind) {
      known = new Footer(kind, new FooterCheck(this, kind).checked(readFooter()));
      input.memory().keep(input, known);
    }
    footer = known;
  }

  /**
   * Reads the footer.
   *
   * @throws CorruptArchiveException where it is not one that the writer of this kind makes
   */
  static ArchiveFile open(ArchiveInput input, ArchiveKind kind) {
    return new ArchiveFile(input, kind);
  }

  private void readTail() {
    if (tail == null) {
      tail = new byte[(int) (input.size() - tailStart)];
      input.read(tailStart, tail, 0, tail.length);
    }
  }

  /** What stands in the file, read as a Thrift structure. */
  private interface Structure<T> {
    T read(ByteArrayInputStream from) throws IOException;
  }

  private <T> T structure(String what, long position, int length, Structure<T> structure) {
    byte[] bytes = bytes(what, position, length);
    try {
      return structure.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      throw corrupt(what + " @ " + position, "a Thrift structure", String.valueOf(e), e);
    }
  }

  private FileMetaData readFooter() {
    if (input.size() < MAGIC.length + TRAILER) {
      throw corrupt("size", "a Parquet file, at least 12 bytes", input.size() + " bytes", null);
    }
    readTail();
    int trailer = tail.length - TRAILER;
    byte[] magic = Arrays.copyOfRange(tail, tail.length - MAGIC.length, tail.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw corrupt(
          "last four bytes", "PAR1", new String(magic, StandardCharsets.ISO_8859_1), null);
    }
    int length = (int) Bytes.INT.get(tail, trailer);
    if (length < 0 || length > MAX_FOOTER || length > input.size() - TRAILER - MAGIC.length) {
      throw corrupt("footer length", "at most the file's " + input.size(), "" + length, null);
    }
    return structure("footer", input.size() - TRAILER - length, length, Util::readFileMetaData);
  }

  String name() {
    return input.name();
  }

  long rows() {
    return footer.rows();
  }

  int rowGroups() {
    return footer.rowGroups();
  }

  /** How many rows a row group has. */
  int rowsOf(int rowGroup) {
    return footer.rowsOf(rowGroup);
  }

  /** Where a column of a row group lies. */
  ColumnPlace place(int rowGroup, ColumnDescriptor column) {
    return footer.place(rowGroup, column);
  }

  PagePlaces pages(ColumnPlace column) {
    PagePlaces known = column.pages();
    if (known == null) {
      known =
          new PagePlaces(
              structure(
                  "offset index",
                  column.offsetIndex(),
                  column.offsetIndexLength(),
                  Util::readOffsetIndex));
      column.setPages(known);
    }
    return known;
  }

  /** The least and greatest value of each page, or null where the file has none. */
  ColumnIndex columnIndex(ColumnPlace column) {
    return column.hasColumnIndex()
        ? structure(
            "column index", column.columnIndex(), column.columnIndexLength(), Util::readColumnIndex)
        : null;
  }

  /** Fetches bytes that are about to be asked for in pieces, unless they were with the footer. */
  void fetch(long position, int length) {
    if (position >= 0 && position < tailStart && position <= input.size() - length) {
      fetched = new byte[length];
      fetchedFrom = position;
      input.read(position, fetched, 0, length);
    }
  }

  /** Forgets what {@link #fetch} has fetched. */
  void forgetFetched() {
    fetched = NOTHING;
  }

  /** Bytes of the file; from what was read before where they lie there. */
  byte[] bytes(String what, long position, int length) {
    if (position < 0 || length < 0 || position > input.size() - length) {
      throw corrupt(
          what,
          "a place within the file's " + input.size() + " bytes",
          length + " bytes @ " + position,
          null);
    }
    long inTail = position - tailStart;
    if (inTail >= 0) {
      readTail();
      return Arrays.copyOfRange(tail, (int) inTail, (int) inTail + length);
    }
    long inFetched = position - fetchedFrom;
    if (inFetched >= 0 && inFetched + length <= fetched.length) {
      return Arrays.copyOfRange(fetched, (int) inFetched, (int) inFetched + length);
    }
    byte[] bytes = new byte[length];
    input.read(position, bytes, 0, length);
    return bytes;
  }

  CorruptArchiveException corrupt(String what, String expected, String found, Throwable cause) {
    return new CorruptArchiveException(input.name(), what, expected, found, cause);
  }
}
