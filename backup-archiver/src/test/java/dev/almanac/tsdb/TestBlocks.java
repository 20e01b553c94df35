package dev.almanac.tsdb;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesDigest;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Blocks for tests: one of Prometheus's own, and one with a bit of everything. */
final class TestBlocks {

  static final String ULID = "01JB0EXAMP1E0F0A0B10CKTEST";
  static final long START = 1_700_000_000_000L;
  static final long STEP = 15_000;

  static final long STALE = 0x7ff0000000000002L;
  static final long PAYLOAD_NAN = 0x7ff8dead_beef0001L;
  static final long NEGATIVE_ZERO = Long.MIN_VALUE;

  static final Labels CAPITAL = Labels.of("Zone", "east", "__name__", "up", "job", "node");
  static final Labels COUNTER_A = Labels.of("__name__", "requests_total", "path", "/a");
  static final Labels COUNTER_B = Labels.of("__name__", "requests_total", "path", "/b");
  static final Labels COUNTER_C = Labels.of("__name__", "requests_total", "path", "/ç→🐘");
  static final Labels GAUGE = Labels.of("__name__", "temperature");
  static final Labels HISTOGRAM = Labels.of("__name__", "latency_seconds");
  static final Labels FLOAT_HISTOGRAM = Labels.of("__name__", "size_bytes");
  static final Labels UP = Labels.of("__name__", "up", "job", "db");
  static final Labels NAMELESS = Labels.of("instance", "a:9100");

  /** All series in the order of a block, which puts capitals first. */
  static final List<Labels> INDEX_ORDER =
      List.of(
          CAPITAL,
          HISTOGRAM,
          COUNTER_A,
          COUNTER_B,
          COUNTER_C,
          FLOAT_HISTOGRAM,
          GAUGE,
          UP,
          NAMELESS);

  /** All series in the order of the archive: by metric name first. */
  static final List<Labels> ARCHIVE_ORDER =
      List.of(
          NAMELESS,
          HISTOGRAM,
          COUNTER_A,
          COUNTER_B,
          COUNTER_C,
          FLOAT_HISTOGRAM,
          GAUGE,
          CAPITAL,
          UP);

  private TestBlocks() {}

  /** The folder of the block with an index of version 1. */
  static Path version1() {
    try {
      return Path.of(TestBlocks.class.getResource("/blocks/01DXXFZDYD1MQW6079WK0K6EDQ").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the block with a bit of everything; each series has three chunks of 40 samples. */
  static Path write(Path parent) {
    try (BlockWriter block = BlockWriter.create(parent, ULID).withLabelIndices(true)) {
      for (Labels labels : INDEX_ORDER) {
        block.startSeries(labels);
        for (int chunk = 0; chunk < 3; chunk++) {
          block.writeChunk(run(labels, chunk));
        }
        if (labels.equals(COUNTER_B)) {
          // The whole second chunk, and the ends that face it of the others.
          block.delete(time(35), time(85));
        }
      }
      return block.finish();
    }
  }

  static long time(int sample) {
    return START + sample * STEP;
  }

  /** The samples of a chunk of a series. */
  static Run run(Labels labels, int chunk) {
    if (labels.equals(HISTOGRAM)) {
      return histograms(ChunkEncoding.HISTOGRAM, chunk);
    }
    if (labels.equals(FLOAT_HISTOGRAM)) {
      return histograms(ChunkEncoding.FLOAT_HISTOGRAM, chunk);
    }
    FloatRun run = new FloatRun(40);
    for (int i = 0; i < 40; i++) {
      int sample = chunk * 40 + i;
      run.timestamps[i] = time(sample);
      run.valueBits[i] = value(labels, sample);
    }
    run.setSize(40);
    run.setStartsChunk(true);
    return run;
  }

  private static long value(Labels labels, int sample) {
    if (labels.equals(GAUGE)) {
      return switch (sample % 10) {
        case 3 -> STALE;
        case 5 -> PAYLOAD_NAN;
        case 7 -> NEGATIVE_ZERO;
        default -> Double.doubleToRawLongBits(20 + Math.sin(sample));
      };
    }
    return Double.doubleToRawLongBits((double) sample * labels.toString().length());
  }

  private static HistogramRun histograms(ChunkEncoding encoding, int chunk) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(encoding);
    run.setLayout(
        new HistogramLayout(
            1,
            Double.doubleToRawLongBits(1e-128),
            new int[] {0, 2, 1, 1},
            new int[] {0, 1},
            new long[0]));
    run.setCounterReset(CounterReset.UNKNOWN);
    run.setSize(40);
    run.ensureCapacity(40);
    for (int i = 0; i < 40; i++) {
      int sample = chunk * 40 + i;
      run.timestamps[i] = time(sample);
      run.zeroCounts[i] = number(encoding, sample);
      run.positive[3 * i] = number(encoding, 2L * sample);
      run.positive[3 * i + 1] = number(encoding, sample);
      run.positive[3 * i + 2] = number(encoding, 3);
      run.negative[i] = number(encoding, sample / 2);
      run.counts[i] = number(encoding, 4L * sample + 3 + sample / 2);
      run.sumBits[i] = Double.doubleToRawLongBits(sample * 0.25);
    }
    run.setStartsChunk(true);
    return run;
  }

  private static long number(ChunkEncoding encoding, long count) {
    return encoding == ChunkEncoding.HISTOGRAM ? count : Double.doubleToRawLongBits((double) count);
  }

  /** Reads all of a block: proves its index and returns each series' count and digest. */
  static Map<Labels, String> readAll(Path folder) {
    try (BlockReader block = BlockReader.open(folder)) {
      block.verifyIndex();
      return digests(block.cursor(SeriesRange.ALL, TimeRange.ALL));
    }
  }

  static Map<Labels, String> digests(SeriesCursor cursor) {
    Map<Labels, String> digests = new TreeMap<>();
    SeriesDigest digest = new SeriesDigest();
    while (cursor.nextSeries()) {
      digest.clear();
      for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
        run.digest(digest, 0, run.size());
      }
      digests.put(cursor.labels(), digest.samples() + ":" + Long.toHexString(digest.value()));
    }
    return digests;
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
