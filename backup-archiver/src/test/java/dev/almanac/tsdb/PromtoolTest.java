package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.chunk.RawChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own tool reads what we write, and we what it wrote. */
class PromtoolTest {

  @TempDir Path folder;

  @Test
  void listsABlockOfOurs() throws Exception {
    TestBlocks.write(folder);

    assertThat(promtool("tsdb", "list", folder.toString()))
        .last()
        .asString()
        .contains(TestBlocks.ULID)
        .containsPattern("\\s1080\\s+27\\s+9\\s");
  }

  @Test
  void analysesABlockOfOurs() throws Exception {
    TestBlocks.write(folder);

    assertThat(promtool("tsdb", "analyze", folder.toString()))
        .contains("Block ID: " + TestBlocks.ULID, "Series: 9", "Postings (unique label pairs): 12");
  }

  @Test
  void dumpsTheFloatsThatWeWrote() throws Exception {
    Path block = writeFloats();
    Files.createDirectory(folder.resolve("wal"));
    Map<String, Long> expected = new TreeMap<>();
    try (BlockReader reader = BlockReader.open(block)) {
      BlockCursor cursor = reader.cursor(SeriesRange.ALL, TimeRange.ALL);
      while (cursor.nextSeries()) {
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          FloatRun floats = (FloatRun) run;
          for (int i = 0; i < run.size(); i++) {
            double value = Double.longBitsToDouble(floats.valueBits[i]);
            expected.put(dumped(cursor.labels(), run.timestamps[i]), bits(value));
          }
        }
      }
    }

    Map<String, Long> found = new TreeMap<>();
    for (String line : promtool("tsdb", "dump", folder.toString())) {
      // {labels} value timestamp
      int labelsEnd = line.lastIndexOf('}') + 1;
      int valueEnd = line.lastIndexOf(' ');
      found.put(
          line.substring(0, labelsEnd) + line.substring(valueEnd),
          bits(Double.parseDouble(line.substring(labelsEnd, valueEnd))));
    }

    assertThat(found).isEqualTo(expected).hasSize(3 * 120 - 51);
  }

  /** The dump names no NaN's payload, so all of them compare as one. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  private static String dumped(Labels labels, long timestamp) {
    List<String> pairs = new ArrayList<>();
    labels.toMap().forEach((name, value) -> pairs.add(name + "=\"" + value + '"'));
    return "{" + String.join(", ", pairs) + "} " + timestamp;
  }

  private Path writeFloats() {
    try (BlockWriter block = BlockWriter.create(folder, TestBlocks.ULID)) {
      for (Labels labels : List.of(TestBlocks.CAPITAL, TestBlocks.COUNTER_B, TestBlocks.GAUGE)) {
        block.startSeries(labels);
        for (int chunk = 0; chunk < 3; chunk++) {
          block.writeChunk(TestBlocks.run(labels, chunk));
        }
        if (labels.equals(TestBlocks.COUNTER_B)) {
          block.delete(TestBlocks.time(35), TestBlocks.time(85));
        }
      }
      return block.finish();
    }
  }

  @Test
  void rebuildsABlockOfPrometheusByteForByte() throws Exception {
    Path metrics = folder.resolve("metrics.txt");
    StringBuilder text = new StringBuilder("# TYPE requests counter\n");
    for (int sample = 0; sample < 300; sample++) {
      long seconds = 1_700_000_000L + 15L * sample;
      for (String series :
          new String[] {"requests_total{path=\"/\"}", "up{Zone=\"east\"}", "up{job=\"é🐘\"}"}) {
        text.append(series).append(' ').append(sample * 1.25).append(' ').append(seconds);
        text.append('\n');
      }
    }
    // OpenMetrics wants the samples of a series together.
    List<String> lines = new ArrayList<>(text.toString().lines().skip(1).sorted().toList());
    lines.add("# EOF");
    Files.write(metrics, lines);
    Path theirs = folder.resolve("theirs");
    promtool("tsdb", "create-blocks-from", "openmetrics", metrics.toString(), theirs.toString());
    List<SnapshotDirectory.Block> blocks = SnapshotDirectory.open(theirs).blocks();

    for (SnapshotDirectory.Block block : blocks) {
      Path ours = rebuild(block.path(), folder.resolve("ours"));

      assertThat(BlockFile.in(ours)).isEqualTo(BlockFile.in(block.path()));
    }
    assertThat(blocks).isNotEmpty();
  }

  private static Path rebuild(Path block, Path into) {
    try (BlockReader reader = BlockReader.open(block);
        BlockWriter writer =
            BlockWriter.create(into, reader.meta().ulid())
                .withLabelIndices(reader.hasLabelIndices())
                .withSymbols(reader.unusedSymbols())) {
      List<Labels> inIndexOrder =
          new ArrayList<>(
              TestBlocks.digests(reader.cursor(SeriesRange.ALL, TimeRange.ALL)).keySet());
      for (Labels labels : inIndexOrder) {
        BlockCursor cursor = reader.cursor(new SeriesRange(labels, null), TimeRange.ALL);
        cursor.nextSeries();
        writer.startSeries(labels);
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          RawChunk raw = cursor.rawChunk();
          writer.writeChunk(
              raw.encoding(),
              run.size(),
              raw.data(),
              raw.offset(),
              raw.length(),
              cursor.minTime(),
              cursor.maxTime());
        }
      }
      return writer.finish(reader.meta().json());
    }
  }

  private List<String> promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "promtool", ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    Files.delete(out);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
