package dev.almanac.catalog;

import static dev.almanac.catalog.Manifests.golden;
import static dev.almanac.catalog.Manifests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestCodecTest {

  private static Manifest read(String json) {
    return ManifestCodec.read(utf8(json), "m.json");
  }

  @Test
  void readsEveryField() {
    Manifest manifest = Manifests.valid();

    assertThat(manifest.id()).isEqualTo("20261119T040000Z-3f9c21ab");
    assertThat(manifest.takenAt()).isEqualTo(Instant.parse("2026-11-19T04:00:00.250Z"));
    assertThat(manifest.writtenAt()).isEqualTo(Instant.parse("2026-11-19T04:00:07.123456789Z"));
    assertThat(manifest.writer()).isEqualTo("almanac 0.1.0");
    assertThat(manifest.source())
        .isEqualTo(
            new Manifest.Source(
                "http://127.0.0.1:9090",
                "2.42.0+ds",
                List.of(
                    "exemplars: a snapshot does not contain them",
                    "the last 2 samples of up{job=\"node\"} were \"late\"")));
    assertThat(manifest.totals())
        .isEqualTo(
            new Manifest.Totals(
                new TimeRange(1795046400000L, 1795060799001L), 5, 84, 4, 12740, 10400, 48, 6200));
    assertThat(manifest.salted())
        .isEqualTo(
            Map.of(
                Map.of("__name__", "up", "instance", "a:9100", "job", "node"),
                Long.MIN_VALUE,
                Map.of("__name__", "größe", "ort", "東京 \"🗼\"\n"),
                42L));
  }

  @Test
  void readsEveryFieldOfABlock() {
    ArchivedBlock block = Manifests.valid().blocks().get(0);

    assertThat(block.ulid()).isEqualTo("01JDCJ7V8QK3M5N7P9R1T3V5X7");
    assertThat(block.timeRange()).isEqualTo(new TimeRange(1795046400000L, 1795053600001L));
    assertThat(block.indexVersion()).isEqualTo(2);
    assertThat(block.metaJson())
        .startsWith("{\n\t\"ulid\": \"01JDCJ7V8QK3M5N7P9R1T3V5X7\",")
        .endsWith("\"vendor\": {\"note\": \"größer, 日本, 🗄\"}\n}\n");
    assertThat(block.tombstones()).isEqualTo("ATC6MAEDgICf0b5ogICf0b5onVpvIQ==");
    assertThat(block.files())
        .hasSize(4)
        .contains(
            new ArchivedBlock.BlockFile(
                "index", 1755, "8b6695a1893af71eec2811b85ac775f96709ebfd4990ca42640854fff151a4be"));
  }

  @Test
  void readsEveryFieldOfAFile() {
    assertThat(Manifests.valid().files())
        .hasSize(5)
        .contains(
            new ArchivedFile(
                "histograms",
                LocalDate.of(2026, 11, 19),
                "histograms/day=2026-11-19/20261119T040000Z-3f9c21ab-0000.parquet",
                2100,
                "2ba414f92e1eaf25f30a1e12e77835700adb36b535351d7e14be7ec52307a52b",
                4,
                1795046400000L,
                1795060799000L));
  }

  @Test
  void passesOverKeysItDoesNotKnow() {
    assertThat(Manifests.valid())
        .isEqualTo(ManifestCodec.read(golden("v1-known.json"), "v1-known.json"));
  }

  @ParameterizedTest
  @CsvSource({"v1-valid.json, v1-known.json", "v1-minimal.json, v1-minimal.json"})
  void writesWhatItHasReadByteForByte(String read, String expected) {
    Manifest manifest = ManifestCodec.read(golden(read), read);

    assertThat(new String(ManifestCodec.write(manifest), StandardCharsets.UTF_8))
        .isEqualTo(new String(golden(expected), StandardCharsets.UTF_8));
  }

  @Test
  void writesTheSameBytesInWhateverOrderItWasGivenTheParts() {
    Manifest manifest = Manifests.valid();
    List<ArchivedBlock> blocks = new ArrayList<>();
    for (ArchivedBlock block : manifest.blocks()) {
      blocks.add(
          new ArchivedBlock(
              block.ulid(),
              block.timeRange(),
              block.indexVersion(),
              block.metaJson(),
              block.tombstones(),
              block.rebuild(),
              reversed(block.files())));
    }

    Manifest shuffled =
        new Manifest(
            manifest.id(),
            manifest.takenAt(),
            manifest.writtenAt(),
            manifest.writer(),
            manifest.source(),
            reversed(blocks),
            reversed(manifest.components()),
            reversed(manifest.files()),
            Map.copyOf(manifest.salted()),
            manifest.totals());

    assertThat(ManifestCodec.write(shuffled)).isEqualTo(ManifestCodec.write(manifest));
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  @Test
  void travelsToOtherProcesses() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Manifests.valid());
    }

    Object arrived =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(arrived).isEqualTo(Manifests.valid());
  }

  @Test
  void refusesAManifestOfALaterFormatByName() {
    assertThatThrownBy(() -> ManifestCodec.read(golden("future-version.json"), "s3://b/m.json"))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "s3://b/m.json: manifest format 2, this version of Almanac reads format 1; use the"
                + " version that wrote the archive, or a later one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          missing-digest       | expected text in "blocks[0].files[1].sha256", found nothing
          missing-totals       | expected an object in "totals", found nothing
          missing-format       | expected a whole number of 64 bits in "format", found nothing
          wrong-type           | expected a whole number of 64 bits in "files[0].size", found "4200"
          wrong-list           | expected a list in "blocks", found an object
          wrong-element        | expected an object in "files[0]", found 7
          wrong-loss           | expected text in "source.losses[1]", found 7
          wrong-label          | expected text in "salted[1].labels.ort", found null
          wrong-time           | expected a time like 2026-11-23T23:00:00Z in "taken_at", found "yesterday"
          wrong-day            | expected a day like 2026-11-23 in "files[0].day", found "2026-13-01"
          fraction             | expected a whole number of 64 bits in "totals.samples", found 1.0
          number-of-65-bits    | expected a whole number of 64 bits in "files[0].rows", found 9223372036854775808
          number-of-33-bits    | expected a whole number of 32 bits in "blocks[0].index_version", found 4294967298
          wrong-id             | wrong value: not a backup id: latest
          wrong-index-version  | wrong value in "blocks[0]": index version is 1, 2 or 3, found 9
          short-digest         | wrong value in "files[0]": a SHA-256 is 64 lower-case hexadecimal digits, found "abc"
          uppercase-digest     | wrong value in "blocks[0].files[0]": a SHA-256 is 64 lower-case hexadecimal digits, found "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"
          negative-size        | wrong value in "blocks[0].files[1]": size is negative: -1
          negative-total       | wrong value in "totals": new bytes is negative: -5
          backward-range       | wrong value in "blocks[0]": time range ends (1) before it begins (1795046400000)
          backward-file        | wrong value in "files[0]": last timestamp (1) before the first (1795046400000)
          block-outside        | wrong value in "blocks[0]": a block's name is a ULID of 26 letters and digits, found "../../etc"
          path-outside         | wrong value in "blocks[0].files[0]": a block's file has a path inside the block, found "chunks/../../../secret"
          wrong-tombstones     | wrong value in "blocks[0]": Illegal base64 character 20
          block-twice          | wrong value: block is listed twice: 01JDCJ7V8QK3M5N7P9R1T3V5X7
          block-file-twice     | wrong value in "blocks[0]": file of block 01JDCJ7V8QK3M5N7P9R1T3V5X7 is listed twice: chunks/000001
          file-twice           | wrong value: file is listed twice: samples/day=2026-11-19/20261118T230000Z-0badcafe-0000.parquet
          salted-id-twice      | wrong value: salted series id is listed twice: 42
          salted-labels-twice  | wrong value: salted label set is listed twice: {__name__=up, instance=a:9100, job=node}
          """)
  void refusesWhatIsNoManifestAndSaysWhereItIsWrong(String defect, String message) {
    byte[] json = golden("v1-" + defect + ".json");

    assertThatThrownBy(() -> ManifestCodec.read(json, "m.json"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("m.json: " + message);
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(CatalogException.class)
        .hasMessage("m.json: expected a JSON object, found nothing");
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThatThrownBy(() -> read("[]"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("m.json: expected a JSON object, found a list");
  }

  @Test
  void refusesATruncationAtEveryByte() {
    byte[] whole = golden("v1-minimal.json");
    int end = new String(whole, StandardCharsets.US_ASCII).lastIndexOf('}');
    for (int length = 0; length <= end; length++) {
      byte[] truncated = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ManifestCodec.read(truncated, "m.json"))
          .isInstanceOf(CatalogException.class)
          .hasMessageStartingWith("m.json: expected ");
    }
  }

  @Test
  void saysWhereTheJsonEnds() {
    assertThatThrownBy(() -> read("{\n  \"format\": 1,\n  \"id"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected JSON, found at line 3, column ");
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] parquet = {'P', 'A', 'R', '1', 0, -1, -2, 21, 4};

    assertThatThrownBy(() -> ManifestCodec.read(parquet, "m.json"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected JSON, found at line 1, column ");
  }

  @Test
  void refusesTextThatIsNoUtf8() {
    byte[] json = utf8("{\"format\": 1, \"id\": \"xx\"}");
    json[json.length - 3] = (byte) 0xC3;

    assertThatThrownBy(() -> ManifestCodec.read(json, "m.json"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected JSON");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"[,]", "`{\"a\":`,}"})
  void refusesNestingOfAHundredThousandLevels(String open, String close) {
    String json = "{\"x\":" + open.repeat(100_000) + "1" + close.repeat(100_000) + "}";

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected JSON, found: ")
        .hasMessageContaining("nesting depth");
  }

  @Test
  void refusesMillionsOfTinyValuesBeforeTheyFillTheMemory() {
    String json = "{\"x\":[" + "[],".repeat(15_000_000) + "1]}";

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Token count");
  }

  @Test
  void refusesMoreBytesThanAManifestHas() {
    byte[] json = new byte[ManifestCodec.MAX_BYTES + 1];

    assertThatThrownBy(() -> ManifestCodec.read(json, "m.json"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("m.json: expected at most 67108864 bytes, found 67108865");
  }

  @Test
  void refusesAKeyThatIsGivenTwice() {
    assertThatThrownBy(() -> read("{\"format\": 1, \"format\": 1}"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected JSON, found at line 1, column ")
        .hasMessageContaining("Duplicate field 'format'");
  }

  @Test
  void refusesASecondDocumentBehindTheFirst() {
    String minimal = new String(golden("v1-minimal.json"), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(minimal + minimal))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Trailing token");
  }

  @ParameterizedTest
  @CsvSource({"1e999", "-1e999", "1e2147483647", "1E-999", "0.5", "18446744073709551616"})
  void refusesNumbersThatNoFieldHolds(String number) {
    assertThatThrownBy(() -> read("{\"format\": " + number + "}"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("m.json: expected a whole number of 64 bits in \"format\", found ");
  }

  @Test
  void refusesANumberOfAMillionDigits() {
    assertThatThrownBy(() -> read("{\"format\": " + "9".repeat(1_000_000) + "}"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("Number value length");
  }

  @Test
  void refusesToWriteWhatWouldBeTooLargeToRead() {
    Manifest manifest = Manifests.named("20261123T230000Z-3f9c21ab");
    ArchivedBlock block =
        new ArchivedBlock(
            "01JDCJ7V8QK3M5N7P9R1T3V5X7",
            TimeRange.ALL,
            2,
            "x".repeat(ManifestCodec.MAX_BYTES),
            "",
            ArchivedBlock.Rebuild.MODERN,
            List.of());

    assertThatThrownBy(
            () ->
                ManifestCodec.write(
                    new Manifest(
                        manifest.id(),
                        manifest.takenAt(),
                        manifest.writtenAt(),
                        manifest.writer(),
                        manifest.source(),
                        List.of(block),
                        List.of(),
                        List.of(),
                        Map.of(),
                        manifest.totals())))
        .isInstanceOf(CatalogException.class)
        .hasMessageMatching(
            "manifest 20261123T230000Z-3f9c21ab would have 67109\\d{3} bytes, more than the"
                + " 67108864 that can be read again; it names 0 files");
  }
}
