package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CorruptArchiveTest {

  private static final ArchiveSettings SMALL = ArchiveSettings.DEFAULT.withRows(16, 40);

  /** Every byte of a file takes its turn too long; every thirteenth meets every structure. */
  private static final int STEP = 13;

  @TempDir private Path folder;
  private List<PartFile> files;

  /** A change to a file's bytes. */
  private interface Damage {
    byte[] to(byte[] bytes);
  }

  @BeforeEach
  void write() {
    double[] decimals = new double[50];
    Arrays.setAll(decimals, i -> i * i / 10.0);
    double[] others = new double[20];
    Arrays.setAll(others, Math::sqrt);
    files =
        new SampleData()
            .add(labels("decimal", "instance", "a"), values(DAY, decimals))
            .add(
                labels("histogram"),
                SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 20, SampleData.layout()))
            .add(labels("other", "instance", "b"), values(DAY, others))
            .addChunk(labels("other", "instance", "b"), "01J", 8, new byte[] {1, 2, 3})
            .write(folder, SMALL);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("an empty file", (Damage) b -> new byte[0], "size: expected a Parquet file"),
        Arguments.of(
            "eleven bytes",
            (Damage) b -> Arrays.copyOf(b, 11),
            "size: expected a Parquet file, at least 12 bytes, found 11 bytes"),
        Arguments.of(
            "a truncated file",
            (Damage) b -> Arrays.copyOf(b, b.length - 1),
            "last four bytes: expected PAR1"),
        Arguments.of(
            "a negative footer length",
            (Damage) b -> footerLength(b, -1),
            "footer length: expected at most the file's"),
        Arguments.of(
            "an absurd footer length",
            (Damage) b -> footerLength(b, Integer.MAX_VALUE),
            "footer length: expected at most the file's"),
        Arguments.of(
            "a footer that is no Thrift",
            (Damage) b -> footerLength(b, 5),
            "expected a Thrift structure"),
        Arguments.of(
            "another format",
            (Damage) b -> replaced(b, "almanac.format\u0018\u00011", "almanac.format\u0018\u00012"),
            "almanac.format: expected 1 (a newer format needs a newer Almanac), found 2"),
        Arguments.of(
            "another schema",
            (Damage) b -> replaced(b, "chunk_start", "chunk_sturt"),
            "schema: expected [REQUIRED INT64 series_id"),
        Arguments.of("a flipped bit in a page", (Damage) b -> flipped(b, 4 + 20, 1), "column "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void refusesByName(String what, Damage damage, String message) throws IOException {
    Path samples = SampleData.path(files, ArchiveKind.SAMPLES);
    Files.write(samples, damage.to(Files.readAllBytes(samples)));

    assertThatThrownBy(() -> SampleData.read(SampleData.part(files)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageStartingWith(samples.toString())
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFileOfAnotherKind() {
    ArchiveInput samples = ArchiveInput.of(SampleData.path(files, ArchiveKind.SAMPLES));

    assertThatThrownBy(() -> SeriesRows.open(samples))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("almanac.kind: expected series, found samples");
  }

  @Test
  void refusesSamplesOfAnotherPart() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    List<PartFile> others =
        new SampleData().add(labels("other"), values(DAY, 1, 2, 3)).write(other, SMALL);
    ArchivePart mixed =
        new ArchivePart(SampleData.part(others).series(), SampleData.part(files).samples(), null);

    assertThatThrownBy(() -> SampleData.read(mixed))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("row 0: expected series ");
  }

  @Test
  void refusesFewerSamplesThanTheSeriesCount() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    List<PartFile> others =
        new SampleData().add(labels("other"), values(DAY, 1)).write(other, SMALL);
    ArchivePart mixed =
        new ArchivePart(SampleData.part(files).series(), SampleData.part(others).samples(), null);

    assertThatThrownBy(() -> SampleData.read(mixed))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("row 0: expected at most 1 float samples, found 50");
  }

  /** Bytes that the reader does not use may change; what it uses may not, unnoticed. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROLLUPS") // of no part
  void neverReadsSomethingElseAfterAByteHasChanged(ArchiveKind kind) throws IOException {
    Path file = SampleData.path(files, kind);
    byte[] bytes = Files.readAllBytes(file);
    List<String> whole = readAll(kind);
    int refused = 0;
    for (int i = 0; i < bytes.length; i += STEP) {
      Files.write(file, flipped(bytes, i, 1 << (i % 8)));
      try {
        assertThat(readAll(kind)).as("byte %d flipped", i).isEqualTo(whole);
      } catch (CorruptArchiveException expected) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(bytes.length / STEP / 4);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ROLLUPS") // of no part
  void refusesATruncatedFileWhereverItEnds(ArchiveKind kind) throws IOException {
    Path file = SampleData.path(files, kind);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertThatThrownBy(() -> readAll(kind)).isInstanceOf(CorruptArchiveException.class);
    }
  }

  private List<String> readAll(ArchiveKind kind) {
    if (kind != ArchiveKind.CHUNKS) {
      return SampleData.read(SampleData.part(files));
    }
    List<String> text = new ArrayList<>();
    ChunkRows rows = ChunkRows.open(ArchiveInput.of(SampleData.path(files, ArchiveKind.CHUNKS)));
    for (ArchivedChunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
      text.add(chunk.block() + chunk.seriesId() + chunk.chunkRef() + Arrays.toString(chunk.data()));
    }
    return text;
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) bit;
    return copy;
  }

  private static byte[] footerLength(byte[] bytes, int length) {
    byte[] copy = bytes.clone();
    Bytes.INT.set(copy, copy.length - 8, length);
    return copy;
  }

  private static byte[] replaced(byte[] bytes, String what, String by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(what);
    return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
  }
}
