package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupIdTest {

  private static final String DIGEST = "3f9c21ab".repeat(8);

  private static String at(String time) {
    return BackupId.of(Instant.parse(time), DIGEST);
  }

  @Test
  void namesABackupByItsTimeAndTheBeginningOfItsDigest() {
    assertThat(at("2026-11-23T23:00:00Z")).isEqualTo("20261123T230000Z-3f9c21ab");
  }

  @Test
  void countsNoPartsOfASecond() {
    assertThat(at("2026-11-23T23:00:00.999999999Z")).isEqualTo(at("2026-11-23T23:00:00Z"));
  }

  @Test
  void sortsByTime() {
    assertThat(
            Stream.of(
                at("0000-01-01T00:00:00Z"),
                at("1969-12-31T23:59:59Z"),
                at("1970-01-01T00:00:00Z"),
                at("2026-11-23T23:00:00Z"),
                at("9999-12-31T23:59:59Z")))
        .isSorted()
        .allMatch(BackupId::isValid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z"})
  void refusesYearsWithoutFourDigits(String time) {
    assertThatThrownBy(() -> at(time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no backup can be named for " + time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3f9c21ab", "3F9C21ABxxxx"})
  void refusesWhatIsNoDigest(String digest) {
    assertThatThrownBy(() -> BackupId.of(Instant.EPOCH, digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SHA-256 is 64 lower-case hexadecimal digits, found \"" + digest + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "latest",
        "20261123",
        "20261123T230000Z",
        "20261123T230000Z-3f9c21a",
        "20261123T230000Z-3f9c21abc",
        "20261123T230000Z-3F9C21AB",
        "20261123T230000Z-3f9c21ab\n",
        "../20261123T230000Z-3f9c21ab",
        "٢0261123T230000Z-3f9c21ab"
      })
  void knowsWhatIsNoName(String id) {
    assertThat(BackupId.isValid(id)).isFalse();
  }
}
