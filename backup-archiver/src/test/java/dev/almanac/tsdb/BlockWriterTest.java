package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.index.IndexReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockWriterTest {

  @TempDir Path folder;

  @Test
  void describesWhatItWrote() {
    BlockMeta meta = BlockMeta.read(TestBlocks.write(folder));

    assertThat(meta.ulid()).isEqualTo(TestBlocks.ULID);
    assertThat(meta.minTime()).isEqualTo(TestBlocks.time(0));
    assertThat(meta.maxTime()).isEqualTo(TestBlocks.time(119) + 1);
    assertThat(meta.stats()).isEqualTo(new BlockStats(1080, 840, 240, 9, 27, 1));
    assertThat(meta.compaction()).isEqualTo(new Compaction(1, List.of(TestBlocks.ULID), List.of()));
  }

  @Test
  void formsTheDescriptionAsPrometheusDoes() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      block.writeChunk(TestBlocks.run(TestBlocks.UP, 0));
      Path written = block.finish();

      assertThat(BlockMeta.read(written).json())
          .isEqualTo(
              """
              {
              \t"ulid": "01JB0EXAMP1E0F0A0B10CKTEST",
              \t"minTime": 1700000000000,
              \t"maxTime": 1700000585001,
              \t"stats": {
              \t\t"numSamples": 40,
              \t\t"numFloatSamples": 40,
              \t\t"numSeries": 1,
              \t\t"numChunks": 1
              \t},
              \t"compaction": {
              \t\t"level": 1,
              \t\t"sources": [
              \t\t\t"01JB0EXAMP1E0F0A0B10CKTEST"
              \t\t]
              \t},
              \t"version": 1
              }\
              """);
    }
  }

  @Test
  void keepsADescriptionToTheLetter() {
    String json =
        "{\"version\":1, \"ulid\":\"01JB0EXAMP1E0F0A0B10CKTEST\",\"minTime\":1,\"maxTime\":2,"
            + " \"thanos\": {\"labels\":{}}}\n";
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      assertThat(BlockMeta.read(block.finish(json)).json()).isEqualTo(json);
    }
  }

  @Test
  void refusesADescriptionOfAnotherBlock() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      String other =
          "{\"version\":1,\"ulid\":\"01DXXFZDYD1MQW6079WK0K6EDQ\",\"minTime\":1,\"maxTime\":2}";

      assertThatThrownBy(() -> block.finish(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the description of 01DXXFZDYD1MQW6079WK0K6EDQ for block "
                  + "01JB0EXAMP1E0F0A0B10CKTEST");
    }
  }

  @Test
  void refusesASeriesOutOfOrder() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.COUNTER_B);

      assertThatThrownBy(() -> block.startSeries(TestBlocks.COUNTER_A))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "series requests_total{path=\"/a\"} does not sort after"
                  + " requests_total{path=\"/b\"}");
    }
  }

  @Test
  void refusesAChunkThatBeginsBeforeTheLastOneEnds() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      block.writeChunk(TestBlocks.run(TestBlocks.UP, 1));

      assertThatThrownBy(() -> block.writeChunk(TestBlocks.run(TestBlocks.UP, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("after one that ends at " + TestBlocks.time(79));
    }
  }

  @Test
  void refusesTextThatHasNoUtf8() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(Labels.of("__name__", "half\ud83d"));

      assertThatThrownBy(block::finish)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("half a surrogate pair");
    }
  }

  @Test
  void refusesABlockWithoutSeries() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      assertThatThrownBy(block::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a block without series");
    }
  }

  @Test
  void refusesANameThatIsTaken() {
    TestBlocks.write(folder);

    assertThatThrownBy(() -> BlockWriter.create(folder, TestBlocks.ULID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("exists already");
  }

  @Test
  void leavesNothingOfAnUnfinishedBlock() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      block.writeChunk(TestBlocks.run(TestBlocks.UP, 0));
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesOverFromAnAttemptThatWasKilled() throws IOException {
    Path debris = folder.resolve(TestBlocks.ULID + ".tmp-for-creation");
    Files.createDirectories(debris.resolve("chunks"));
    Files.writeString(debris.resolve("chunks/000001"), "half");
    Files.writeString(debris.resolve("series.spool"), "half");

    TestBlocks.write(folder);

    assertThat(debris).doesNotExist();
    assertThat(TestBlocks.readAll(folder.resolve(TestBlocks.ULID))).hasSize(9);
  }

  @Test
  void writesTheSameBytesTwice() {
    Path one = TestBlocks.write(folder.resolve("one"));
    Path two = TestBlocks.write(folder.resolve("two"));

    assertThat(BlockFile.in(two)).isEqualTo(BlockFile.in(one));
  }

  @Test
  void namesSymbolsThatNoSeriesUses() {
    try (BlockWriter block =
        BlockWriter.create(folder, TestBlocks.ULID).withSymbols(List.of("", "gone", "up"))) {
      block.startSeries(TestBlocks.UP);
      block.writeChunk(TestBlocks.run(TestBlocks.UP, 0));
      Path written = block.finish();

      try (IndexReader index = IndexReader.open(written.resolve("index"))) {
        assertThat(index.unusedSymbols()).containsExactly("", "gone");
        List<String> symbols = new ArrayList<>();
        index.forEachSymbol(symbols::add);
        assertThat(symbols).containsExactly("", "__name__", "db", "gone", "job", "up");
      }
    }
  }

  @Test
  void writesLabelIndicesOrLeavesThemOut() {
    try (BlockReader with = BlockReader.open(TestBlocks.write(folder))) {
      assertThat(with.hasLabelIndices()).isTrue();
    }
    try (BlockWriter block = BlockWriter.create(folder.resolve("without"), TestBlocks.ULID)) {
      block.startSeries(TestBlocks.UP);
      block.writeChunk(TestBlocks.run(TestBlocks.UP, 0));
      try (BlockReader without = BlockReader.open(block.finish())) {
        without.verifyIndex();
        assertThat(without.hasLabelIndices()).isFalse();
      }
    }
  }
}
