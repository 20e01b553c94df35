package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSegmentWriterTest {

  @TempDir private Path folder;

  @Test
  void writesHeaderLengthEncodingDataAndChecksum() throws IOException {
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(folder)) {
      writer.write(ChunkEncoding.XOR, new byte[] {9, 0x0a, 0x0b, 0x0c, 9}, 1, 3);
    }

    assertThat(HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("000001"))))
        .isEqualTo("85bd40dd01000000" + "03" + "01" + "0a0b0c" + "06ac2946");
  }

  @Test
  void writesTheSegmentPrometheusWrote() throws IOException, URISyntaxException {
    Path block =
        Path.of(getClass().getResource("/blocks/01DXXFZDYD1MQW6079WK0K6EDQ/chunks").toURI());
    RawChunk chunk = new RawChunk();
    long size = Files.size(block.resolve("000001"));
    try (ChunkSegments segments = ChunkSegments.open(block);
        ChunkSegmentWriter writer = new ChunkSegmentWriter(folder)) {
      for (long ref = 8; ref < size; ref += 1 + 1 + chunk.length() + 4) {
        segments.read(ref, chunk);
        writer.startSeries();
        assertThat(writer.write(chunk.encoding(), chunk.data(), chunk.offset(), chunk.length()))
            .isEqualTo(ref);
      }
    }

    assertThat(folder.resolve("000001")).hasSameBinaryContentAs(block.resolve("000001"));
  }

  @Test
  void writesNoSegmentWithoutAChunk() throws IOException {
    new ChunkSegmentWriter(folder.resolve("chunks")).close();

    try (Stream<Path> files = Files.list(folder.resolve("chunks"))) {
      assertThat(files).isEmpty();
    }
  }

  /**
   * Chunks of 90 bytes, of which Prometheus reckons with 100 each and writes 96: within a series it
   * adds up what it reckons with, between series it takes what was written.
   */
  @ParameterizedTest
  @CsvSource({
    "208, 2 2 2, 000001 000001 000002 000002 000003 000003",
    "207, 2, 000001 000002",
    "208, 4, 000001 000001 000002 000002",
    "204, 1 1, 000001 000001",
    "203, 1 1, 000001 000002",
    "300, 3, 000001 000001 000002",
    "300, 1 1 1, 000001 000001 000001",
    "9, 1 1, 000001 000002",
    "9, 2, 000001 000002"
  })
  void cutsSegmentsWherePrometheusDoes(long limit, String chunksOfSeries, String segments) {
    byte[] data = new byte[90];
    StringBuilder written = new StringBuilder();
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(folder, limit)) {
      for (String chunks : chunksOfSeries.split(" ", -1)) {
        writer.startSeries();
        for (int i = 0; i < Integer.parseInt(chunks); i++) {
          long ref = writer.write(ChunkEncoding.XOR, data, 0, data.length);
          written.append(String.format("%06d ", (ref >>> 32) + 1));
        }
      }
    }

    assertThat(written.toString().trim()).isEqualTo(segments);
  }

  /** With a limit as large as the largest segment the last of these would be cut elsewhere. */
  @ParameterizedTest
  @ValueSource(longs = {9, 300, 2000, 3000})
  void makesSegmentsAsLongAsThoseThatTheSameChunksFilled(long limit) throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(first, limit)) {
      writeChunksOfManySizes(writer);
    }

    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(second, sizes(first))) {
      writeChunksOfManySizes(writer);
    }

    assertThat(sizes(first)).hasSizeGreaterThan(5);
    assertThat(sizes(second)).isEqualTo(sizes(first));
  }

  private static void writeChunksOfManySizes(ChunkSegmentWriter writer) {
    for (int i = 0; i < 200; i++) {
      if (i % 7 == 0) {
        writer.startSeries();
      }
      writer.write(ChunkEncoding.XOR, new byte[400], 0, i % 13 == 0 ? 127 + i % 3 : i);
    }
  }

  private static List<Long> sizes(Path chunks) throws IOException {
    List<Long> sizes = new ArrayList<>();
    try (Stream<Path> files = Files.list(chunks)) {
      for (Path file : files.sorted().toList()) {
        sizes.add(Files.size(file));
      }
    }
    return sizes;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 8, 9, Long.MAX_VALUE})
  void doesWhatItCanWithSizesThatFitNothing(long size) throws IOException {
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(folder, List.of(size, size))) {
      writeChunksOfManySizes(writer);
    }

    assertThat(sizes(folder)).allSatisfy(written -> assertThat(written).isGreaterThan(8));
  }

  @Test
  void splitsALargeChunkOverNoSegments() {
    byte[] data = new byte[3 << 20];
    Arrays.fill(data, (byte) 7);
    RawChunk chunk = new RawChunk();
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(folder, 1000)) {
      writer.write(ChunkEncoding.HISTOGRAM, data, 0, data.length);
    }

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      segments.read(8, chunk);
      assertThat(chunk.length()).isEqualTo(data.length);
    }
  }

  @Test
  void refusesToWriteOverASegment() throws IOException {
    Files.writeString(folder.resolve("000001"), "there");

    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(folder)) {
      assertThatThrownBy(() -> writer.write(ChunkEncoding.XOR, new byte[3], 0, 3))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("000001");
    }
  }

  @ParameterizedTest
  @CsvSource({"8", "4294967296", "0", "-1"})
  void refusesSegmentSizesWithoutRoomOrReferences(long limit) {
    assertThatThrownBy(() -> new ChunkSegmentWriter(folder, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("segments of " + limit + " bytes");
  }
}
