package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockMetaTest {

  private static final Path FILE = Path.of("01DXXFZDYD1MQW6079WK0K6EDQ", "meta.json");

  @Test
  void readsWhatPrometheusWrote() {
    BlockMeta meta = BlockMeta.read(TestBlocks.version1());

    assertThat(meta.ulid()).isEqualTo("01DXXFZDYD1MQW6079WK0K6EDQ");
    assertThat(meta.minTime()).isZero();
    assertThat(meta.maxTime()).isEqualTo(7_200_000);
    assertThat(meta.stats()).isEqualTo(new BlockStats(102, 0, 0, 102, 102, 0));
    assertThat(meta.compaction().sources()).containsExactly("01DXXFZDYD1MQW6079WK0K6EDQ");
  }

  @Test
  void keepsKeysThatOthersAdd() {
    String json =
        """
        {"version": 1, "ulid": "01DXXFZDYD1MQW6079WK0K6EDQ", "minTime": -5, "maxTime": 7,
         "stats": {"numFloatSamples": 3, "numHistogramSamples": 4, "numTombstones": 5},
         "compaction": {"level": 2, "hints": ["from-out-of-order"], "failed": true},
         "thanos": {"labels": {"replica": "a"}, "downsample": {"resolution": 0}}}
        """;

    BlockMeta meta = BlockMeta.parse(FILE, json);

    assertThat(meta.json()).isEqualTo(json);
    assertThat(meta.minTime()).isEqualTo(-5);
    assertThat(meta.stats()).isEqualTo(new BlockStats(0, 3, 4, 0, 0, 5));
    assertThat(meta.compaction())
        .isEqualTo(new Compaction(2, List.of(), List.of("from-out-of-order")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | @ 1: expected JSON, found Unexpected end-of-input: expected close marker for Object",
        "[]                                         | : expected a JSON object, found ARRAY",
        "{'ulid':1}              | : expected a whole number under version, found nothing",
        "{'version':'1'}         | : expected a whole number under version, found \"1\"",
        "{'version':2}           | : expected meta.json of version 1, found version 2",
        "{'version':1}           | : expected text under ulid, found nothing",
        "{'version':1,'ulid':'x'} | : expected a ULID under ulid, found \"x\"",
        "{'version':1,'ulid':'U','minTime':1.5}"
            + " | : expected a whole number under minTime, found 1.5",
        "{'version':1,'ulid':'U','minTime':18446744073709551616}"
            + " | : expected a whole number under minTime, found 18446744073709551616",
        "{'version':1,'ulid':'U','minTime':5,'maxTime':4}"
            + " | : expected a maxTime not before minTime 5, found 4",
        "{'version':1,'ulid':'U','minTime':5,'maxTime':6,'stats':[]}"
            + " | : expected a JSON object, found ARRAY",
        "{'version':1,'ulid':'U','minTime':5,'maxTime':6,'compaction':{'sources':[1]}}"
            + " | : expected text in the list sources, found 1"
      })
  void refusesWhatIsNoDescriptionOfABlock(String json, String message) {
    String text = json.replace('\'', '"').replace("\"U\"", "\"01DXXFZDYD1MQW6079WK0K6EDQ\"");

    assertThatThrownBy(() -> BlockMeta.parse(FILE, text))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageStartingWith("01DXXFZDYD1MQW6079WK0K6EDQ/meta.json" + glued(message));
  }

  private static String glued(String message) {
    return message.startsWith(":") ? message : " " + message;
  }
}
