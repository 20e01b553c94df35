package dev.almanac.archive;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Whether a footer is one that the writer of a kind makes. */
final class FooterCheck {

  private final ArchiveFile file;
  private final ArchiveKind kind;

  FooterCheck(ArchiveFile file, ArchiveKind kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * The footer, where it is.
   *
   * @throws CorruptArchiveException where it is not
   */
  FileMetaData checked(FileMetaData footer) {
    checkMetadata(footer);
    checkSchema(footer);
    checkRowGroups(footer);
    return footer;
  }

  private void checkMetadata(FileMetaData footer) {
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
      throw file.corrupt(
          ArchiveSchema.FORMAT_KEY,
          ArchiveSchema.FORMAT + " (a newer format needs a newer Almanac)",
          String.valueOf(format),
          null);
    }
    if (!kind.folder().equals(found)) {
      throw file.corrupt(ArchiveSchema.KIND_KEY, kind.folder(), String.valueOf(found), null);
    }
  }

  private void checkSchema(FileMetaData footer) {
    List<String> wanted = new ArrayList<>();
    flatten(ArchiveSchema.of(kind), wanted);
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
      throw file.corrupt("schema", wanted.toString(), found.toString(), null);
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

  private void checkRowGroups(FileMetaData footer) {
    List<ColumnDescriptor> columns = ArchiveSchema.of(kind).getColumns();
    long rows = 0;
    for (RowGroup group : footer.getRow_groups()) {
      if (group.getNum_rows() < 1 || group.getNum_rows() > Integer.MAX_VALUE) {
        throw file.corrupt("rows of a row group", "at least one", "" + group.getNum_rows(), null);
      }
      if (group.getColumnsSize() != columns.size()) {
        throw file.corrupt("columns", "" + columns.size(), "" + group.getColumnsSize(), null);
      }
      for (int i = 0; i < columns.size(); i++) {
        checkColumn(group.getColumns().get(i), columns.get(i));
      }
      rows += group.getNum_rows();
    }
    if (rows != footer.getNum_rows()) {
      throw file.corrupt("rows of all row groups", "" + footer.getNum_rows(), "" + rows, null);
    }
  }

  private void checkColumn(ColumnChunk chunk, ColumnDescriptor column) {
    if (!chunk.isSetMeta_data()
        || !List.of(column.getPath()).equals(chunk.getMeta_data().getPath_in_schema())) {
      throw file.corrupt("column", String.join(".", column.getPath()), chunk.toString(), null);
    }
    if (!chunk.isSetOffset_index_offset() || !chunk.isSetOffset_index_length()) {
      throw file.corrupt(
          "column " + String.join(".", column.getPath()), "an offset index", "none", null);
    }
  }
}
