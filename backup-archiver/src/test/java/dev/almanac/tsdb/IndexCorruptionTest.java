package dev.almanac.tsdb;

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

/** Every section of the index of a block, damaged in every way; see the table of cases below. */
class IndexCorruptionTest extends DamagedBlock {

  @ParameterizedTest
  @MethodSource
  void namesFileAndPlaceOfDamage(Case damaged) throws IOException {
    assertNamed(damaged);
  }

  static Stream<Arguments> namesFileAndPlaceOfDamage() {
    return Stream.of(indexFrame(), indexTables(), series(), postings())
        .flatMap(List::stream)
        .map(Arguments::of);
  }

  private static List<Case> indexFrame() {
    return List.of(
        index("missing", index -> null, ": expected a file of the block, found none"),
        cut("empty", 0, " @ 0: expected 5 bytes, found the end of the file at 0"),
        cut("cut in the header", 4, " @ 0: expected 5 bytes, found the end of the file at 4"),
        cut("cut behind the header", 5, " @ 0: expected at least 57 bytes, found 5 bytes"),
        cut("cut in the middle", 600, " @ 596: expected CRC-32C "),
        index(
            "of wrong magic",
            index -> index.put(0, 0xFF),
            " @ 0: expected magic baaad700 of an index, found ffaad700"),
        index(
            "of version 4",
            index -> index.put(4, 4),
            " @ 4: expected index version 1, 2 or 3, found version 4"),
        index(
            "flipped in the TOC",
            index -> index.flip(index.tocStart() + 7),
            " @ 1280: expected CRC-32C 5f04154e of the bytes before it, found e0cd66d5"),
        toc("symbols", 0),
        toc("series", 1),
        toc("label indices", 2),
        toc("label indices table", 3),
        toc("postings", 4),
        toc("postings offset table", 5));
  }

  /** An entry of the table of contents that leads out of the file, under a right checksum. */
  private static Case toc(String section, int number) {
    return new Case(
        "TOC entry of " + section + " out of the file, sealed",
        "index",
        bytes -> {
          BlockBytes index = new BlockBytes(bytes);
          return index.putLong(index.tocStart() + 8 * number, -1).resealToc().bytes;
        },
        " @ "
            + (1232 + 8 * number)
            + ": expected the "
            + section
            + " between 5 and 1232, found 18446744073709551615");
  }

  private static List<Case> indexTables() {
    return List.of(
        index(
            "symbols flipped",
            index -> index.flip(index.symbols() + 20),
            " @ 139: expected CRC-32C 8d057098 of the bytes before it, found 5dda0839"),
        index(
            "symbols of absurd length",
            index -> index.putInt(index.symbols(), -1),
            " @ 5: expected a symbol table of at most 130 bytes, found a length of 4294967295"),
        index(
            "absurd number of symbols, sealed",
            index -> index.putInt(9, Integer.MAX_VALUE).reseal(5),
            " @ 9: expected at most 126 symbols, found 2147483647"),
        index(
            "one symbol less, sealed",
            index -> index.put(12, index.bytes[12] - 1).reseal(5),
            " @ 136: expected the end of the symbol table, found 3 bytes after its last symbol"),
        index(
            "a symbol of absurd length, sealed",
            index -> index.put(13, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F).reseal(5),
            " @ 13: expected at most 16777216 bytes of a label name or value, found 34359738367"),
        index(
            "a symbol longer than the table, sealed",
            index -> index.put(13, 0xFF, 0x7F).reseal(5),
            " @ 13: expected a string of at most 124 bytes, found 16383 bytes"),
        index(
            "symbols out of order, sealed",
            index -> index.put(index.find("job", 0), 'z').reseal(5),
            " @ 72: expected a symbol after \"zob\", found \"latency_seconds\""),
        index(
            "a symbol that is no UTF-8, sealed",
            index -> index.put(index.find("/ç", 0) + 1, 0xFF).reseal(5),
            " @ 20: expected UTF-8 text, found bytes 2fffa7e28692f09f9098"),
        index(
            "label indices flipped",
            index -> index.flip(index.labelIndices() + 12),
            " @ 580: expected CRC-32C f389586c of the bytes before it, found 33856852"),
        index(
            "label indices of absurd length",
            index -> index.putInt((index.labelIndices() + 3) / 4 * 4, -1),
            " @ 564: expected a label index of at most 660 bytes, found a length of 4294967295"),
        index(
            "label offset table flipped",
            index -> index.flip(index.labelIndicesTable() + 9),
            " @ 999: expected CRC-32C 0fa7c522 of the bytes before it, found 19100006"),
        index(
            "label offset table of absurd length",
            index -> index.putInt(index.labelIndicesTable(), -1),
            " @ 944: expected a label offset table of at most 51 bytes, found a length of"
                + " 4294967295"),
        index(
            "postings offset table flipped",
            index -> index.flip(index.postingsTable() + 9),
            " @ 1228: expected CRC-32C b308dbd6 of the bytes before it, found af23ef7e"),
        index(
            "postings offset table of absurd length",
            index -> index.putInt(index.postingsTable(), 1 << 30),
            " @ 1003: expected a postings offset table of at most 221 bytes, found a length of"
                + " 1073741824"),
        index(
            "absurd number of postings, sealed",
            index -> index.putInt(index.postingsTable() + 4, -1).reseal(index.postingsTable()),
            " @ 1007: expected at most 54 postings, found 4294967295"),
        index(
            "postings of three strings, sealed",
            index -> index.put(index.postingsTable() + 8, 3).reseal(index.postingsTable()),
            " @ 1011: expected a label of 2 strings, found 3 strings"),
        index(
            "postings outside of their section, sealed",
            index -> index.put(index.postingsTable() + 10, 1).reseal(index.postingsTable()),
            " @ 1015: expected postings between 692 and 1232, found offset 5"));
  }

  private static List<Case> series() {
    return List.of(
        index(
            "series flipped",
            index -> index.flip(index.series() + 15),
            " @ 177: expected CRC-32C 786e4d30 of the bytes before it, found ca8dafdb"),
        index(
            "series entry of absurd length",
            index -> index.put(first(index), 0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
            " @ 144: expected at most 33554432 bytes of a series entry, found 4294967295"),
        index(
            "series entry longer than the section",
            index -> index.put(first(index), 0xFF, 0xFF, 0x03),
            " @ 144: expected a series entry of at most 411 bytes, found 65535 bytes"),
        index(
            "series entry one byte shorter",
            index -> index.put(first(index), index.bytes[first(index)] - 1),
            " @ 176: expected CRC-32C 7cbbc7fb of the bytes before it, found 01ca8daf"),
        sealedSeries(
            "absurd number of labels",
            1,
            0x7F,
            " @ 145: expected at most 16 labels in an entry of this length, found 127"),
        sealedSeries(
            "label name out of order",
            4,
            0,
            " @ 149: expected a label name after symbol 3, found symbol 0"),
        sealedSeries(
            "unknown symbol", 5, 0x7F, " @ 145: expected a symbol below 17, found symbol 127"),
        sealedSeries(
            "absurd number of chunks",
            8,
            0x7F,
            " @ 152: expected at most 8 chunks in an entry of this length, found 127"),
        sealedSeries(
            "a label more than there are",
            1,
            4,
            " @ 153: expected a label name after symbol 9, found symbol 3"),
        index(
            "padding between series",
            index -> index.put(index.series(), 1),
            " @ 143: expected padding of zeros, found byte 1"));
  }

  private static int first(BlockBytes index) {
    return (index.series() + 15) / 16 * 16;
  }

  /** The first series entry, one byte changed, under a right checksum. */
  private static Case sealedSeries(String what, int at, int value, String message) {
    return index(
        what + ", sealed",
        index -> index.put(first(index) + at, value).resealSeries(first(index)),
        message);
  }

  private static List<Case> postings() {
    return List.of(
        index(
            "postings flipped",
            index -> index.flip(index.postings() + 9),
            " @ 736: expected CRC-32C 44b8b8fc of the bytes before it, found 5309372e"),
        index(
            "postings of absurd length",
            index -> index.putInt(index.postings(), -8),
            " @ 692: expected postings of at most 532 bytes, found a length of 4294967288"),
        index(
            "absurd number of series in postings, sealed",
            index -> index.putInt(index.postings() + 4, -1).reseal(index.postings()),
            " @ 696: expected at most 9 series, found 4294967295"),
        index(
            "one series less in postings, sealed",
            index -> index.putInt(index.postings() + 4, 8).reseal(index.postings()),
            " @ 696: expected 9 series in 40 bytes, found 8 series"),
        index(
            "postings that do not ascend, sealed",
            index ->
                index
                    .putInt(index.postings() + 12, index.bytes[index.postings() + 11])
                    .reseal(index.postings()),
            " @ 704: expected a series from 10 on, before 35, found 9"),
        index(
            "postings of no series, sealed",
            index -> index.putInt(index.postings() + 8, -1).reseal(index.postings()),
            " @ 700: expected a series from 9 on, before 35, found 4294967295"));
  }

  @Test
  void refusesAChunkThatTheIndexPlacesInAnotherTime() throws IOException {
    Path file = block.resolve("index");
    BlockBytes index = new BlockBytes(Files.readAllBytes(file));
    int entry = first(index);
    // The first chunk's begin, a varint, stands behind 3 labels of a pair of bytes each.
    index.flip(entry + 10).resealSeries(entry);
    Files.write(file, index.bytes);

    assertThatThrownBy(() -> TestBlocks.readAll(block))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessageMatching(
            PLACE
                + "index @ 145: expected the samples of segment 000001 @ 8 from 1700000000000 to"
                + " 1700000585000, found a chunk from \\d+ to \\d+");
  }

  @Test
  void refusesASeriesListedUnderTheNameOfAnother() throws IOException {
    Path file = block.resolve("index");
    BlockBytes index = new BlockBytes(Files.readAllBytes(file));
    int table = index.postingsTable();
    int other = index.find("size_bytes", table);
    int temperature = index.find("temperature", table);
    byte place = index.bytes[other + 10];
    index.put(other + 10, index.bytes[temperature + 11]).put(temperature + 11, place);
    Files.write(file, index.reseal(table).bytes);

    assertThatThrownBy(() -> TestBlocks.readAll(block))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("expected a series of metric size_bytes, found temperature{}");
  }

  private static Case cut(String what, int length, String message) {
    return new Case(what, "index", bytes -> Arrays.copyOf(bytes, length), message);
  }

  private static Case index(String what, UnaryOperator<BlockBytes> damage, String message) {
    return new Case(
        what,
        "index",
        bytes -> {
          BlockBytes damaged = damage.apply(new BlockBytes(bytes));
          return damaged == null ? null : damaged.bytes;
        },
        message);
  }
}
