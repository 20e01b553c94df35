package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePartWriter;
import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.PartFile;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views over files that the archive's own writer wrote. */
class HistoryViewsTest {

  private static final long NOON = 1_795_348_800_000L;

  @TempDir private Path temp;

  private List<String> sql(Path root, String question) {
    CommandRun run = CommandRun.of("sql", "--csv", "--archive", root.toString(), question);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().lines().skip(1).toList();
  }

  private Path archive(long... valueBits) throws Exception {
    Path root = temp.resolve("archive");
    Path scratch = Files.createDirectories(temp.resolve("scratch"));
    try (ArchivePartWriter part = ArchivePartWriter.create(scratch, "0", ArchiveSettings.DEFAULT)) {
      part.startSeries(1, Labels.of("__name__", "f", "job", "node"));
      part.append(floats(valueBits));
      part.endSeries();
      part.startSeries(2, Labels.of("__name__", "h"));
      part.append(histogram());
      part.endSeries();
      for (PartFile file : part.finish()) {
        String key = ArchiveLayout.partKey(file.kind(), ArchiveLayout.dayOf(NOON), "b", "0");
        Files.createDirectories(root.resolve(key).getParent());
        Files.move(file.path(), root.resolve(key));
      }
    }
    return root;
  }

  private static FloatRun floats(long[] valueBits) {
    FloatRun run = new FloatRun(valueBits.length);
    run.timestamps = LongStream.range(NOON, NOON + valueBits.length).toArray();
    run.valueBits = valueBits;
    run.setSize(valueBits.length);
    run.setStartsChunk(true);
    return run;
  }

  private static HistogramRun histogram() {
    HistogramRun run = new HistogramRun();
    run.setEncoding(ChunkEncoding.HISTOGRAM);
    run.setLayout(new HistogramLayout(0, 0, new int[] {0, 2}, new int[0], new long[0]));
    run.timestamps[0] = NOON;
    run.counts[0] = 3;
    run.positive = new long[] {1, 2};
    run.setSize(1);
    run.setStartsChunk(true);
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples", "series", "histograms", "history", "raw_samples"})
  void nameAndTypeTheColumnsOfAnEmptyArchiveAsThoseThatTheWriterWrites(String view)
      throws Exception {
    String describe = "SELECT column_name, column_type FROM (DESCRIBE " + view + ")";
    Path empty = Files.createDirectories(temp.resolve("empty"));

    assertThat(sql(empty, describe)).isEqualTo(sql(archive(0), describe));
  }

  @Test
  void showEveryValueToTheBit() throws Exception {
    long[] bits =
        LongStream.concat(
                Arrays.stream(
                        new double[] {
                          0.0,
                          -0.0,
                          1,
                          -1,
                          0.1,
                          0.3,
                          -21.37,
                          1e15 + 0.3,
                          123456.789,
                          1e-4,
                          1e22,
                          9007199254740992.0,
                          Double.MIN_VALUE,
                          Double.MAX_VALUE,
                          Math.PI,
                          Double.POSITIVE_INFINITY,
                          Double.NEGATIVE_INFINITY
                        })
                    .mapToLong(Double::doubleToRawLongBits),
                LongStream.of(0x7ff0000000000002L, 0x7ff8000000000001L, 0xfff8dead00000badL))
            .toArray();
    Path root = archive(bits.clone());

    List<String> shown = sql(root, "SELECT value::BIT FROM samples WHERE name = 'f' ORDER BY ts");

    assertThat(shown)
        .containsExactlyElementsOf(
            Arrays.stream(bits)
                .mapToObj(b -> String.format("%64s", Long.toBinaryString(b)).replace(' ', '0'))
                .toList());
  }

  @Test
  void showDecimalsToTheBit() throws Exception {
    double[] decimals = LongStream.range(0, 20_000).mapToDouble(i -> i * 37 / 1000.0).toArray();
    Path root = archive(Arrays.stream(decimals).mapToLong(Double::doubleToRawLongBits).toArray());

    List<String> shown = sql(root, "SELECT value FROM samples WHERE name = 'f' ORDER BY ts");

    assertThat(shown.stream().mapToDouble(Double::parseDouble).toArray()).isEqualTo(decimals);
  }

  @Test
  void findTheStaleMarkerAmongOtherNans() throws Exception {
    Path root = archive(ArchiveFixture.STALE, 0x7ff8000000000001L, 0);

    assertThat(sql(root, "SELECT is_stale(value) FROM samples ORDER BY ts"))
        .containsExactly("true", "false", "false");
  }

  @Test
  void showHistograms() throws Exception {
    assertThat(sql(archive(0), "SELECT name, ts, count, positive_buckets, day FROM histograms"))
        .containsExactly("h,2026-11-22T12:00:00,3,\"[1, 2]\",2026-11-22");
  }
}
