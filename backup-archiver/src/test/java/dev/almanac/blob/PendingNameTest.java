package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingNameTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(strings = {"a", "samples/day=2026-01-31/01J0-0001.parquet", "a/b/c", "-", "_=._-"})
  void tellsTheKeyInEitherForm(String key) {
    PendingName name = PendingName.ofNew(key);

    assertThat(PendingName.parse(name.asFileName())).isEqualTo(name);
    assertThat(PendingName.parse(name.asObjectKey())).isEqualTo(name);
    assertThat(name.asFileName()).doesNotContain("/");
    assertThat(name.asObjectKey()).startsWith(key);
  }

  @Test
  void fitsIntoAFileName() {
    String longest = "k".repeat(BlobKeys.MAX_LENGTH);

    assertThat(PendingName.ofNew(longest).asFileName()).hasSizeLessThanOrEqualTo(255);
  }

  @Test
  void isAnotherForEachWriting() {
    assertThat(PendingName.ofNew("a")).isNotEqualTo(PendingName.ofNew("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "publish.lock",
        "a",
        ID,
        "~" + ID,
        "a~" + ID + "0",
        "a~0123",
        "..~" + ID,
        "~a~" + ID,
        "a~~b~" + ID,
        "a~..~b~" + ID,
        ".pending~a~" + ID,
        "a b~" + ID
      })
  void isNoneWhereTheNameIsForeign(String name) {
    assertThat(PendingName.parse(name)).isNull();
  }
}
