package dev.almanac.archive;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/** What a reader needs of a file's footer, which was checked. */
final class Footer implements FileMemory.Kept {

  private final ArchiveKind kind;
  private final List<ColumnDescriptor> columns;
  private final long rows;
  private final List<Group> groups = new ArrayList<>();

  private record Group(int rows, List<ColumnPlace> columns) {}

  Footer(ArchiveKind kind, FileMetaData footer) {
    this.kind = kind;
    columns = ArchiveSchema.of(kind).getColumns();
    rows = footer.getNum_rows();
    for (RowGroup group : footer.getRow_groups()) {
      List<ColumnPlace> places = new ArrayList<>();
      for (ColumnChunk chunk : group.getColumns()) {
        places.add(new ColumnPlace(chunk));
      }
      groups.add(new Group((int) group.getNum_rows(), List.copyOf(places)));
    }
  }

  ArchiveKind kind() {
    return kind;
  }

  long rows() {
    return rows;
  }

  int rowGroups() {
    return groups.size();
  }

  int rowsOf(int rowGroup) {
    return groups.get(rowGroup).rows();
  }

  ColumnPlace place(int rowGroup, ColumnDescriptor column) {
    return groups.get(rowGroup).columns().get(columns.indexOf(column));
  }

  @Override
  public long weight() {
    return groups.stream()
        .flatMap(group -> group.columns().stream())
        .mapToLong(ColumnPlace::weight)
        .sum();
  }
}
