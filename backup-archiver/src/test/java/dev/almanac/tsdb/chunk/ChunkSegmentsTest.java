package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkSegmentsTest {

  private static final String HEADER = "85bd40dd 01 000000";

  @TempDir private Path folder;
  private final RawChunk chunk = new RawChunk();

  @BeforeEach
  void writeAChunkOfThreeBytes() throws IOException {
    write("000001", HEADER + record("01", "0a0b0c"));
  }

  @Test
  void readsAChunkByItsReference() {
    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      segments.read(8, chunk);

      assertThat(chunk.encoding()).isEqualTo(ChunkEncoding.XOR);
      assertThat(chunk.ref()).isEqualTo(8);
      assertThat(chunk.file()).isEqualTo(folder.resolve("000001"));
      assertThat(data()).isEqualTo(new byte[] {0x0a, 0x0b, 0x0c});
    }
  }

  @Test
  void readsAChunkOfAnotherSegment() throws IOException {
    write("000002", HEADER + record("04", "0d"));

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      segments.read((1L << 32) | 8, chunk);

      assertThat(chunk.encoding()).isEqualTo(ChunkEncoding.XOR2);
      assertThat(data()).isEqualTo(new byte[] {0x0d});
    }
  }

  @Test
  void takesNoNoticeOfFilesThatAreNoSegments() throws IOException {
    write("000001.tmp", "00");

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      segments.read(8, chunk);
      assertThat(chunk.length()).isEqualTo(3);
    }
  }

  @Test
  void readsChunksInAnyOrderAndSize() throws IOException {
    Path many = folder.resolve("many");
    Random random = new Random(5);
    List<Long> refs = new ArrayList<>();
    List<byte[]> written = new ArrayList<>();
    try (ChunkSegmentWriter writer = new ChunkSegmentWriter(many, 3 << 20)) {
      for (int i = 0; i < 600; i++) {
        byte[] data = new byte[i % 100 == 50 ? 1_500_000 : random.nextInt(5000)];
        random.nextBytes(data);
        refs.add(writer.write(ChunkEncoding.XOR, data, 0, data.length));
        written.add(data);
      }
    }

    try (ChunkSegments segments = ChunkSegments.open(many)) {
      for (int i = 0; i < 1200; i++) {
        int which = i < 600 ? i : random.nextInt(600);
        segments.read(refs.get(which), chunk);
        assertThat(data()).isEqualTo(written.get(which));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "an empty file | '' | 0: expected a segment header of 8 bytes, found 0 bytes",
        "a cut header | 85bd40dd 01 0000 | 0: expected a segment header of 8 bytes, found 7 bytes",
        "another magic number | baaad700 01 000000 "
            + "| 0: expected magic number 85bd40dd, found baaad700",
        "another version | 85bd40dd 02 000000 "
            + "| 4: expected chunks format version 1, found version 2"
      })
  void refusesASegmentWith(String damage, String hex, String message) throws IOException {
    write("000001", hex);

    assertThatThrownBy(() -> ChunkSegments.open(folder))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("000001 @ " + message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no end of the length | ffffffffff 00 | expected a chunk length of at most 5 bytes",
        "a length cut short | ffff | expected a chunk length of at most 5 bytes, found no end of it"
            + " in 2",
        "the greatest length | ffffffff7f 01 00 00000000 "
            + "| expected a chunk of at most 1 bytes, found one of 34359738367",
        "a length beyond the file | 04 01 0a0b0c 00000000 "
            + "| expected a chunk of at most 3 bytes, found one of 4",
        "no checksum | 03 01 0a0b0c | expected a chunk of at most 0 bytes, found one of 3",
        "nothing but a length | 00 | expected a chunk of at most 0 bytes, found one of 0",
        "a wrong checksum | 03 01 0a0b0c 00000000 | expected CRC-32C 00000000, found 06ac2946"
      })
  void refusesAChunkWith(String damage, String hex, String message) throws IOException {
    write("000001", HEADER + hex);

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      assertThatThrownBy(() -> segments.read(8, chunk))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("000001 @ 8: " + message);
    }
  }

  @Test
  void refusesAChunkLongerThanAnyIs() throws IOException {
    write("000001", HEADER + "818080 08");
    try (FileChannel grown = FileChannel.open(folder.resolve("000001"), StandardOpenOption.WRITE)) {
      grown.write(ByteBuffer.allocate(1), 20 << 20);
    }

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      assertThatThrownBy(() -> segments.read(8, chunk))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageEndingWith(
              "expected a chunk of at most 16777216 bytes, found one of 16777217");
    }
  }

  @Test
  void refusesAChunkOfUnknownEncodingByName() throws IOException {
    write("000001", HEADER + record("ff", "0a"));

    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      assertThatThrownBy(() -> segments.read(8, chunk))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("000001 @ 8: ")
          .hasMessageContaining("encoding 255 (Thanos downsampled");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 000001 @ 0: expected a chunk from byte 8 on and before 17",
    "17, 000001 @ 17: expected a chunk from byte 8 on and before 17",
    "4294967295, found a reference to byte 4294967295",
    "4294967304, 'expected chunk references into 1 segments, found one into segment 2'",
    "-4294967288, found one into segment 4294967296"
  })
  void refusesAReferenceToWhereNoChunkIs(long ref, String message) {
    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      assertThatThrownBy(() -> segments.read(ref, chunk))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void refusesAGapInTheSequenceOfSegments() throws IOException {
    write("000003", HEADER);

    assertThatThrownBy(() -> ChunkSegments.open(folder))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("expected segment 000002, found segment 000003");
  }

  @Test
  void refusesAMissingFolder() {
    assertThatThrownBy(() -> ChunkSegments.open(folder.resolve("chunks")))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("chunks: expected a folder of chunk segments, found none");
  }

  @Test
  void refusesAFileThatShrankWhileItWasRead() throws IOException {
    try (ChunkSegments segments = ChunkSegments.open(folder)) {
      write("000001", HEADER);

      assertThatThrownBy(() -> segments.read(8, chunk))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageEndingWith("000001 @ 8: expected a file of 17 bytes, found its end");
    }
  }

  private byte[] data() {
    return Arrays.copyOfRange(chunk.data(), chunk.offset(), chunk.offset() + chunk.length());
  }

  private void write(String name, String hex) throws IOException {
    Files.write(folder.resolve(name), bytes(hex));
  }

  private static String record(String encoding, String data) {
    CRC32C crc = new CRC32C();
    crc.update(bytes(encoding + data));
    return String.format("%02x", data.length() / 2)
        + encoding
        + data
        + String.format("%08x", crc.getValue());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
