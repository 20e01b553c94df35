package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of a block but its index, damaged in every way; see the table of cases below. */
class BlockCorruptionTest extends DamagedBlock {

  @ParameterizedTest
  @MethodSource
  void namesFileAndPlaceOfDamage(Case damaged) throws IOException {
    assertNamed(damaged);
  }

  static Stream<Arguments> namesFileAndPlaceOfDamage() {
    return Stream.of(meta(), tombstones()).flatMap(List::stream).map(Arguments::of);
  }

  private static List<Case> meta() {
    return List.of(
        meta("missing", bytes -> null, ": expected the block's description, found no such file"),
        meta("empty", bytes -> new byte[0], ": expected a JSON object, found MISSING"),
        meta("cut off", bytes -> Arrays.copyOf(bytes, 30), " @ 30: expected JSON, found "),
        meta(
            "of version 2",
            bytes -> replace(bytes, "\"version\": 1", "\"version\": 2"),
            ": expected meta.json of version 1, found version 2"),
        meta(
            "of another block",
            bytes -> replace(bytes, "\"ulid\": \"01J", "\"ulid\": \"01K"),
            ": expected the ULID of its folder, found 01KB0EXAMP1E0F0A0B10CKTEST"),
        meta(
            "no UTF-8",
            bytes -> replaced(bytes, 12, 0xFF),
            " @ 0: expected UTF-8 text, found bytes 7b0a0922"));
  }

  private static List<Case> tombstones() {
    return List.of(
        tombs("empty", bytes -> new byte[0], " @ 0: expected at least 9 bytes, found 0 bytes"),
        tombs("cut in the header", b -> Arrays.copyOf(b, 4), " @ 0: expected at least 9 bytes"),
        tombs(
            "cut in the middle",
            bytes -> Arrays.copyOf(bytes, bytes.length - 1),
            " @ 17: expected CRC-32C c0475948 of the bytes before it, found 6219e2b2"),
        tombs(
            "of wrong magic",
            bytes -> replaced(bytes, 0, 0xFF),
            " @ 0: expected magic 0130ba30 of tombstones, found ff30ba30"),
        tombs(
            "of version 2",
            bytes -> replaced(bytes, 4, 2),
            " @ 4: expected tombstones of version 1, found version 2"),
        tombs(
            "with a bit flipped",
            b -> replaced(b, 6, b[6] ^ 1),
            " @ 18: expected CRC-32C 289366de of the bytes before it, found 19e2b2ee"),
        tombs(
            "with an entry cut, sealed",
            bytes -> new BlockBytes(Arrays.copyOf(bytes, 13)).reseal(5, 4).bytes,
            " @ 6: expected a varint, found the end of its section at 9"),
        tombs(
            "with an endless number, sealed",
            bytes -> {
              byte[] more = Arrays.copyOf(bytes, 40);
              Arrays.fill(more, 5, 40, (byte) 0xFF);
              return new BlockBytes(more).reseal(5, 31).bytes;
            },
            " @ 5: expected a varint of at most 64 bits, found a longer one"));
  }

  @Test
  void takesAMissingFileOfTombstonesForNone() throws IOException {
    Files.delete(block.resolve("tombstones"));

    assertThat(TestBlocks.readAll(block).get(TestBlocks.COUNTER_B)).startsWith("120:");
  }

  @ParameterizedTest
  @MethodSource
  void refusesDamagedChunks(String what, UnaryOperator<byte[]> damage) throws IOException {
    Path file = block.resolve("chunks/000001");
    Files.write(file, damage.apply(Files.readAllBytes(file)));

    assertThatThrownBy(() -> TestBlocks.readAll(block))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessageStartingWith(PLACE + "chunks/000001");
  }

  static Stream<Arguments> refusesDamagedChunks() {
    return Stream.of(
        Arguments.of("empty", (UnaryOperator<byte[]>) bytes -> new byte[0]),
        Arguments.of("cut in a chunk", (UnaryOperator<byte[]>) b -> Arrays.copyOf(b, 100)),
        Arguments.of("wrong magic", (UnaryOperator<byte[]>) b -> replaced(b, 0, 0)),
        Arguments.of("wrong version", (UnaryOperator<byte[]>) b -> replaced(b, 4, 9)),
        Arguments.of("absurd length", (UnaryOperator<byte[]>) b -> replaced(b, 9, 0xFF)),
        Arguments.of("shorter length", (UnaryOperator<byte[]>) b -> replaced(b, 8, b[8] - 1)),
        Arguments.of("encoding", (UnaryOperator<byte[]>) b -> replaced(b, 10, 0xFF)),
        Arguments.of("data", (UnaryOperator<byte[]>) b -> replaced(b, 50, b[50] ^ 4)));
  }

  @Test
  void refusesABlockWithoutChunks() {
    BlockFolders.delete(block.resolve("chunks"));

    assertThatThrownBy(() -> TestBlocks.readAll(block))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessage(PLACE + "chunks: expected a folder of chunk segments, found none");
  }

  private static Case meta(String what, UnaryOperator<byte[]> damage, String message) {
    return new Case(what, "meta.json", damage, message);
  }

  private static Case tombs(String what, UnaryOperator<byte[]> damage, String message) {
    return new Case(what, "tombstones", damage, message);
  }

  private static byte[] replaced(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] replace(byte[] bytes, String text, String by) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
        .replace(text, by)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
