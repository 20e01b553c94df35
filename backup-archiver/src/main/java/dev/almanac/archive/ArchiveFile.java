package dev.almanac.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

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
  private final byte[] tail;
  private final FileMetaData footer;
  private final List<ColumnDescriptor> columns;
  private byte[] fetched = NOTHING;
  private long fetchedFrom;

  private ArchiveFile(ArchiveInput input, ArchiveKind kind) {
    this.input = input;
    long size = input.size();
    if (size < MAGIC.length + TRAILER) {
      throw corrupt("size", "a Parquet file, at least 12 bytes", size + " bytes", null);
    }
    tail = new byte[(int) Math.min(size, TAIL)];
    input.read(size - tail.length, tail, 0, tail.length);
    footer = readFooter();
    columns = ArchiveSchema.of(kind).getColumns();
    checkMetadata(kind);
    checkSchema(ArchiveSchema.of(kind));
    checkRowGroups();
  }

  /**
   * Reads the footer.
   *
   * @throws CorruptArchiveException where it is not one that the writer of this kind makes
   */
  static ArchiveFile open(ArchiveInput input, ArchiveKind kind) {
    return new ArchiveFile(input, kind);
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

  private void checkMetadata(ArchiveKind kind) {
    String format = null;
    String found = null;
    if (footer.isSetKey_value_metadata()) {
      for (KeyValue entry : footer.getKey_value_metadata()) {
        if (ArchiveSchema.FORMAT_KEY.equals(entry.getKey())) {
          format = entry.getValue();
        } else if (ArchiveSchema.KIND_KEY.equals(entry.getKey())) {
          found = entry.getValue();
        }
      }
    }
    if (!ArchiveSchema.FORMAT.equals(format)) {
      throw corrupt(
          ArchiveSchema.FORMAT_KEY,
          ArchiveSchema.FORMAT + " (a newer format needs a newer Almanac)",
          String.valueOf(format),
          null);
    }
    if (!kind.folder().equals(found)) {
      throw corrupt(ArchiveSchema.KIND_KEY, kind.folder(), String.valueOf(found), null);
    }
  }

  private void checkSchema(MessageType expected) {
    List<String> wanted = new ArrayList<>();
    flatten(expected, wanted);
    List<String> found = new ArrayList<>();
    List<SchemaElement> elements = footer.getSchema();
    for (SchemaElement element : elements.subList(Math.min(1, elements.size()), elements.size())) {
      found.add(
          element.getRepetition_type()
              + " "
              + (element.isSetType() ? element.getType() : "group")
              + " "
              + element.getName());
    }
    if (!found.equals(wanted)) {
      throw corrupt("schema", wanted.toString(), found.toString(), null);
    }
  }

  private static void flatten(GroupType group, List<String> into) {
    for (Type field : group.getFields()) {
      String physical =
          !field.isPrimitive()
              ? "group"
              : switch (field.asPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> "BYTE_ARRAY";
                default -> field.asPrimitiveType().getPrimitiveTypeName().name();
              };
      into.add(field.getRepetition() + " " + physical + " " + field.getName());
      if (!field.isPrimitive()) {
        flatten(field.asGroupType(), into);
      }
    }
  }

  private void checkRowGroups() {
    long rows = 0;
    for (RowGroup group : footer.getRow_groups()) {
      if (group.getNum_rows() < 1 || group.getNum_rows() > Integer.MAX_VALUE) {
        throw corrupt("rows of a row group", "at least one", "" + group.getNum_rows(), null);
      }
      if (group.getColumnsSize() != columns.size()) {
        throw corrupt("columns", "" + columns.size(), "" + group.getColumnsSize(), null);
      }
      for (int i = 0; i < columns.size(); i++) {
        checkColumn(group.getColumns().get(i), columns.get(i));
      }
      rows += group.getNum_rows();
    }
    if (rows != footer.getNum_rows()) {
      throw corrupt("rows of all row groups", "" + footer.getNum_rows(), "" + rows, null);
    }
  }

  private void checkColumn(ColumnChunk chunk, ColumnDescriptor column) {
    if (!chunk.isSetMeta_data()
        || !List.of(column.getPath()).equals(chunk.getMeta_data().getPath_in_schema())) {
      throw corrupt("column", String.join(".", column.getPath()), chunk.toString(), null);
    }
    if (!chunk.isSetOffset_index_offset() || !chunk.isSetOffset_index_length()) {
      throw corrupt(
          "column " + String.join(".", column.getPath()), "an offset index", "none", null);
    }
  }

  String name() {
    return input.name();
  }

  long rows() {
    return footer.getNum_rows();
  }

  int rowGroups() {
    return footer.getRow_groupsSize();
  }

  /** How many rows a row group has. */
  int rowsOf(int rowGroup) {
    return (int) footer.getRow_groups().get(rowGroup).getNum_rows();
  }

  /** What the footer says of a column in a row group. */
  ColumnChunk chunk(int rowGroup, ColumnDescriptor column) {
    return footer.getRow_groups().get(rowGroup).getColumns().get(columns.indexOf(column));
  }

  OffsetIndex offsetIndex(ColumnChunk chunk) {
    return structure(
        "offset index",
        chunk.getOffset_index_offset(),
        chunk.getOffset_index_length(),
        Util::readOffsetIndex);
  }

  /** The least and greatest value of each page, or null where the file has none. */
  ColumnIndex columnIndex(ColumnChunk chunk) {
    return chunk.isSetColumn_index_offset()
        ? structure(
            "column index",
            chunk.getColumn_index_offset(),
            chunk.getColumn_index_length(),
            Util::readColumnIndex)
        : null;
  }

  /** Fetches bytes that are about to be asked for in pieces, unless they were with the footer. */
  void fetch(long position, int length) {
    if (position >= 0
        && position < input.size() - tail.length
        && position <= input.size() - length) {
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
    long inTail = position - (input.size() - tail.length);
    if (inTail >= 0) {
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
