package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  @ParameterizedTest
  @CsvSource({
    "slq, sql, true",
    "arhive, archive, true",
    "Archive, archive, true",
    "archivee, archive, true",
    "insp, inspect, true",
    "list, ls, false",
    "xy, ls, false",
    "restore, archive, false",
    "a, archive, false"
  })
  void knowsASlipFromAnotherWord(String given, String meant, boolean near) {
    assertThat(Spelling.isNear(given, meant)).isEqualTo(near);
  }
}
