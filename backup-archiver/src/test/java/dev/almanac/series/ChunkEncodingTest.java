package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkEncodingTest {

  /** The numbers of tsdb/chunkenc/chunk.go; they are on disk and never change. */
  @ParameterizedTest
  @CsvSource({
    "1,XOR,false,false",
    "2,HISTOGRAM,true,false",
    "3,FLOAT_HISTOGRAM,true,false",
    "4,XOR2,false,true",
    "5,HISTOGRAM_ST,true,true",
    "6,FLOAT_HISTOGRAM_ST,true,true"
  })
  void hasTheNumberPrometheusGaveIt(
      int id, ChunkEncoding encoding, boolean histogram, boolean startTimestamps) {
    assertThat(ChunkEncoding.ofId(id)).isSameAs(encoding);
    assertThat(encoding.id()).isEqualTo(id);
    assertThat(encoding.isHistogram()).isEqualTo(histogram);
    assertThat(encoding.carriesStartTimestamps()).isEqualTo(startTimestamps);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 7, 0xff, Integer.MAX_VALUE})
  void isNullForANumberPrometheusDoesNotUse(int id) {
    assertThat(ChunkEncoding.ofId(id)).isNull();
  }

  @Test
  void knowsNoEncodingBeyondTheTested() {
    assertThat(ChunkEncoding.values()).hasSize(6);
  }

  @Test
  void keepsCounterResetsInTheOrderOfTheirBitsOnDisk() {
    assertThat(CounterReset.values())
        .containsExactly(
            CounterReset.UNKNOWN, CounterReset.NOT_RESET, CounterReset.RESET, CounterReset.GAUGE);
  }
}
