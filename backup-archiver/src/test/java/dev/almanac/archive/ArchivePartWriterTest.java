package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.path;
import static dev.almanac.archive.SampleData.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.ChunkEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivePartWriterTest {

  @TempDir private Path folder;

  private static SampleData elevenRows() {
    return new SampleData()
        .add(labels("a"), values(DAY, 1, 2, 3))
        .add(labels("b"), values(DAY, 1, 2.5, Math.PI, 4, 5, Double.NaN, 7))
        .add(labels("c"), values(DAY, 1));
  }

  @Test
  void endsPagesAndRowGroupsExactlyAtTheirLimits() throws IOException {
    List<PartFile> files = elevenRows().write(folder, ArchiveSettings.DEFAULT.withRows(3, 8));

    Path samples = path(files, ArchiveKind.SAMPLES);
    FileMetaData footer = footer(samples);

    assertThat(footer.getRow_groups()).extracting(RowGroup::getNum_rows).containsExactly(8L, 3L);
    for (ColumnChunk column : footer.getRow_groups().get(0).getColumns()) {
      assertThat(offsetIndex(samples, column).getPage_locations())
          .extracting(PageLocation::getFirst_row_index)
          .containsExactly(0L, 3L, 6L);
    }
  }

  @Test
  void writesAColumnIndexForEveryColumnThatHasAnOrder() throws IOException {
    List<PartFile> files = elevenRows().write(folder, ArchiveSettings.DEFAULT);

    for (ColumnChunk column :
        footer(path(files, ArchiveKind.SAMPLES)).getRow_groups().get(0).getColumns()) {
      boolean holdsNan = column.getMeta_data().getPath_in_schema().equals(List.of("value"));
      assertThat(column.isSetColumn_index_offset())
          .as(column.getMeta_data().getPath_in_schema().toString())
          .isEqualTo(!holdsNan);
    }
  }

  @Test
  void listsItsMetadataInOneOrderInEveryJvm() throws IOException {
    List<PartFile> files = elevenRows().write(folder, ArchiveSettings.DEFAULT);

    for (PartFile file : files) {
      assertThat(footer(file.path()).getKey_value_metadata())
          .extracting(KeyValue::getKey)
          .hasSizeGreaterThan(1)
          .isSorted();
    }
  }

  @Test
  void usesOnlyPlainAndDictionaryPagesWhereThatIsAsked() throws IOException {
    SampleData data =
        elevenRows()
            .add(
                labels("h"),
                SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 9, SampleData.layout()));
    List<PartFile> files =
        data.write(folder, ArchiveSettings.DEFAULT.withEncodings(PageEncodings.BASIC));

    for (PartFile file : files) {
      for (ColumnChunk column : footer(file.path()).getRow_groups().get(0).getColumns()) {
        assertThat(column.getMeta_data().getEncodings())
            .isSubsetOf(Encoding.PLAIN, Encoding.RLE_DICTIONARY);
      }
    }
  }

  @Test
  void writesTheSameBytesForTheSameSamples() throws IOException {
    Path again = Files.createDirectory(folder.resolve("again"));

    List<PartFile> first = elevenRows().write(folder, ArchiveSettings.DEFAULT.withRows(3, 8));
    List<PartFile> second = elevenRows().write(again, ArchiveSettings.DEFAULT.withRows(3, 8));

    assertThat(second)
        .extracting(PartFile::sha256)
        .isEqualTo(first.stream().map(PartFile::sha256).toList());
  }

  @Test
  void saysOfEachFileWhatItIs() throws Exception {
    List<PartFile> files = elevenRows().write(folder, ArchiveSettings.DEFAULT);

    assertThat(files)
        .extracting(PartFile::kind)
        .containsExactly(ArchiveKind.SAMPLES, ArchiveKind.SERIES);
    for (PartFile file : files) {
      byte[] bytes = Files.readAllBytes(file.path());
      assertThat(file.bytes()).isEqualTo(bytes.length);
      assertThat(file.sha256())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
      assertThat(file.series()).isEqualTo(3);
      assertThat(file.firstTs()).isEqualTo(DAY);
      assertThat(file.lastTs()).isEqualTo(DAY + 90_000);
    }
    assertThat(files).extracting(PartFile::rows).containsExactly(11L, 3L);
  }

  @Test
  void makesNoFileWithoutRows() {
    List<PartFile> files =
        new SampleData().add(labels("empty")).write(folder, ArchiveSettings.DEFAULT);

    assertThat(files).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void deletesItsFilesWhenItIsNotFinished() {
    try (ArchivePartWriter part =
        ArchivePartWriter.create(folder, "part", ArchiveSettings.DEFAULT.withRows(1, 1))) {
      part.startSeries(1, labels("a"));
      part.append(values(DAY, 1, 2, 3));
      assertThat(folder).isNotEmptyDirectory();
    }

    assertThat(folder).isEmptyDirectory();
  }

  static FileMetaData footer(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) Bytes.INT.get(bytes, bytes.length - 8);
    return Util.readFileMetaData(
        new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));
  }

  private static OffsetIndex offsetIndex(Path file, ColumnChunk column) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int from = (int) column.getOffset_index_offset();
    return Util.readOffsetIndex(
        new ByteArrayInputStream(
            Arrays.copyOfRange(bytes, from, from + column.getOffset_index_length())));
  }
}
