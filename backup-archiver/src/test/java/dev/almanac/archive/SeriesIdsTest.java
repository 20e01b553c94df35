package dev.almanac.archive;

import static dev.almanac.archive.SampleData.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Labels;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesIdsTest {

  /** Everything collides unless it is salted. */
  private static long poor(byte[] bytes) {
    return (bytes[0] & 0xFF) == 0xFF ? bytes[4] : 42;
  }

  @Test
  void hashesAsPrometheusDoes() {
    // labels.StableHash of Prometheus: XXH64 of name, 0xFF, value, 0xFF, …
    assertThat(new SeriesIds().idOf(Labels.EMPTY)).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(new SeriesIds().idOf(labels("up", "job", "node"))).isEqualTo(0x01585E2399CC2DF6L);
  }

  @Test
  void givesASeriesTheSameIdAgain() {
    SeriesIds ids = new SeriesIds();

    assertThat(ids.idOf(labels("up"))).isEqualTo(ids.idOf(labels("up")));
    assertThat(ids.salted()).isEmpty();
  }

  @Test
  void givesManySeriesIdsOfTheirOwn() {
    SeriesIds ids = new SeriesIds();
    Set<Long> given = new HashSet<>();

    for (int i = 0; i < 50_000; i++) {
      given.add(ids.idOf(labels("m", "i", "" + i)));
    }

    assertThat(given).hasSize(50_000);
  }

  @Test
  void saltsTheLaterOfTwoSeriesWithOneHash() {
    SeriesIds ids = new SeriesIds(Map.of(), SeriesIdsTest::poor);

    assertThat(ids.idOf(labels("first"))).isEqualTo(42);
    assertThat(ids.idOf(labels("second"))).isEqualTo(1);
    assertThat(ids.idOf(labels("third"))).isEqualTo(2);
    assertThat(ids.idOf(labels("second"))).isEqualTo(1);
    assertThat(ids.salted()).isEqualTo(Map.of(labels("second"), 1L, labels("third"), 2L));
  }

  @Test
  void startsFromWhatAnEarlierBackupSalted() {
    SeriesIds ids = new SeriesIds(Map.of(labels("second"), 1L), SeriesIdsTest::poor);

    assertThat(ids.idOf(labels("second"))).isEqualTo(1);
    assertThat(ids.idOf(labels("first"))).isEqualTo(42);
    assertThat(ids.idOf(labels("third"))).isEqualTo(2);
  }

  @Test
  void knowsTheIdsOfAnEarlierBackup() {
    SeriesIds ids = new SeriesIds(Map.of(), SeriesIdsTest::poor);

    ids.remember(labels("earlier"), 42);

    assertThat(ids.idOf(labels("later"))).isEqualTo(1);
    assertThat(ids.idOf(labels("earlier"))).isEqualTo(42);
  }

  @Test
  void refusesAnEarlierIdThatBelongsToAnotherSeries() {
    SeriesIds ids = new SeriesIds(Map.of(), SeriesIdsTest::poor);
    ids.remember(labels("earlier"), 42);

    assertThatThrownBy(() -> ids.remember(labels("other"), 42))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("other{}");
  }
}
