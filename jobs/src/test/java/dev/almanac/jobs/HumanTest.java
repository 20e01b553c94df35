package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.0 k",
    "999949, 999.9 k",
    "999950, 1.0 M",
    "1234567, 1.2 M",
    "-1234567, -1.2 M",
    "9223372036854775807, 9.2 E"
  })
  void countsInThousands(long count, String text) {
    assertThat(Human.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048575, 1.0 MiB",
    "3565158, 3.4 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void measuresBytesByPowersOf1024(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "185, 3 min 5 s",
    "7800, 2 h 10 min",
    "86399, 23 h 59 min",
    "356400, 4 d 3 h"
  })
  void tellsADurationByItsTwoLargestUnits(long seconds, String text) {
    assertThat(Human.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }
}
