package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.Sha256;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents that are not what the registry writes. */
class SealedJsonTest {

  private static final VersionId ID = new VersionId("demand", 3);

  private static String golden;

  @BeforeAll
  static void readAVersion() throws URISyntaxException {
    Path path = Path.of(SealedJsonTest.class.getResource("/registry/v1").toURI());
    try (BlobStore store = BlobStores.open(path.toString())) {
      golden = new String(store.read(RegistryLayout.version(ID), 1 << 20), StandardCharsets.UTF_8);
    }
  }

  private static ModelVersion read(String json) {
    return VersionCodec.read(json.getBytes(StandardCharsets.UTF_8), ID, "v.json");
  }

  /** The text with the digest that it should have. */
  private static String sealed(String json) {
    String blank =
        json.replaceAll("\"digest\": \"[^\"]*\"", "\"digest\": \"" + "0".repeat(64) + "\"");
    String digest = Sha256.of(blank.getBytes(StandardCharsets.UTF_8));
    return blank.replace("0".repeat(64), digest);
  }

  @Test
  void readsWhatIsSealed() {
    assertThat(sealed(golden)).isEqualTo(golden);
    assertThat(read(golden).id()).isEqualTo(ID);
  }

  @Test
  void passesOverFieldsThatALaterVersionAdds() {
    String later = sealed(golden.replace("\"tags\": {", "\"colour\": [1, null],\n  \"tags\": {"));

    assertThat(read(later)).isEqualTo(read(golden));
  }

  @Test
  void refusesALaterFormatByNameWhateverElseItHolds() {
    assertThatThrownBy(() -> read("{\"format\": 2, \"seal\": true}"))
        .isInstanceOf(RegistryException.class)
        .hasMessage(
            "v.json: a version of format 2, this version of Almanac reads format 1; use the version"
                + " that wrote it, or a later one");
  }

  @Test
  void noticesEveryByteThatChanged() {
    byte[] json = golden.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < json.length; i++) {
      byte[] damaged = json.clone();
      damaged[i] ^= 1;
      assertThatThrownBy(() -> VersionCodec.read(damaged, ID, "v.json"))
          .as("byte %d", i)
          .isInstanceOf(RegistryException.class)
          .hasMessageStartingWith("v.json: ");
    }
  }

  @Test
  void refusesATruncationAtEveryByte() {
    byte[] json = golden.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < json.length - 1; length++) {
      byte[] truncated = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> VersionCodec.read(truncated, ID, "v.json"))
          .isInstanceOf(RegistryException.class)
          .hasMessageStartingWith("v.json: expected ");
    }
  }

  @Test
  void saysThatItWasEdited() {
    assertThatThrownBy(() -> read(golden.replace("trainer-1", "trainer-2")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("v.json: expected SHA-256 ")
        .hasMessageContaining("it was damaged or edited after it was written");
  }

  @Test
  void keepsADigestThatATagIsNamedAfter() {
    ModelVersion version = read(golden);
    VersionDetails details = version.details();
    ModelVersion tagged =
        new ModelVersion(
            version.id(),
            version.publication(),
            version.publishedAt(),
            new VersionDetails(
                details.lineage(),
                details.evaluation(),
                details.metrics(),
                new TreeMap<>(Map.of("digest", "\"digest\": \"abc"))),
            version.files());
    assertThat(VersionCodec.read(VersionCodec.write(tagged), ID, "v.json")).isEqualTo(tagged);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "version": 3        | "version": 4         | expected demand v3, found demand v4
          "model": "demand"   | "model": "supply"    | expected demand v3, found supply v3
          "model": "demand"   | "model": "../etc"    | wrong value: a name of a model begins with a letter and has lower-case letters, digits, - and _, 48 at most; found "../etc"
          "version": 3        | "version": 0         | wrong value: versions are numbered from 1, found 0
          "version": 3        | "version": "3"       | expected a whole number of 32 bits in "version", found "3"
          "publication": "20  | "publication": "x    | wrong value: not the id of a publication: x261123T231500Z-9f2c1a7b30d54e66
          "took_ms": 83400    | "took_ms": -1        | wrong value in "lineage": the training took a negative time: PT-0.001S
          "step": "5m"        | "step": "1m"         | wrong value in "lineage": configuration_sha256 is not that of the configuration
          "step": "5m"        | "step": 5            | expected text in "lineage.configuration.step", found 5
          20261123T230000Z-3f | latest-3f            | wrong value in "lineage": not a backup id: latest-3f9c21ab
          "level": 0.95       | "level": 1           | wrong value in "evaluation": the level of bands lies between 0 and 1, found 1.0
          "owa": 0.4          | "owa": -0.4          | wrong value in "evaluation.groups[0]": owa of cpu is not from 0 to 1.7976931348623157E308: -0.4
          "owa": 0.4          | "owa": 1e999         | expected a number in "evaluation.groups[0].owa", found "Infinity"
          "coverage": 0.95    | "coverage": 1.95     | wrong value in "evaluation.groups[0]": coverage of cpu is not from 0 to 1.0: 1.95
          "group": "disk"     | "group": "cpu"       | wrong value in "evaluation": a group is listed twice: cpu
          "series": 12        | "series": -12        | wrong value in "evaluation.groups[0]": cpu has a negative number of series: -12
          2.0                 | "2.0"                | expected a number in "metrics.series_skipped", found "2.0"
          parameters.bin      | ../parameters        | wrong value in "files[0]": a file of a version is named by parts of [A-Za-z0-9=._-] joined by '/', none beginning with '.', 80 characters at most; found "../parameters"
          parameters.bin      | stages               | wrong value: stages is a file and the folder of stages/0/metadata
          "size": 51          | "size": -1           | wrong value in "files[0]": parameters.bin has a negative size: -1
          b00be201            | B00BE201             | wrong value in "files[1]": a SHA-256 is 64 lower-case hexadecimal digits, found "B00BE201afb7d68285d975d6295577f257eccd76ad607c416a80694fcd930fd7"
          "lineage"           | "linage"             | expected an object in "lineage", found nothing
          """)
  void saysWhereADocumentIsWrong(String text, String wrong, String message) {
    assertThat(golden).contains(text);

    assertThatThrownBy(() -> read(sealed(golden.replace(text, wrong))))
        .isInstanceOf(RegistryException.class)
        .hasMessage("v.json: " + message);
  }

  @Test
  void refusesADocumentWithoutADigest() {
    assertThatThrownBy(() -> read("{\"format\": 1}"))
        .isInstanceOf(RegistryException.class)
        .hasMessage("v.json: expected text in \"digest\", found nothing");
    assertThatThrownBy(() -> read("{\"format\": 1, \"digest\": \"abc\"}"))
        .isInstanceOf(RegistryException.class)
        .hasMessage("v.json: expected a SHA-256 in \"digest\", found \"abc\"");
  }
}
