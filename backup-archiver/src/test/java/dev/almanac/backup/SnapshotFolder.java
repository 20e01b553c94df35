package dev.almanac.backup;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.chunk.ChunkSegmentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A snapshot's folder for tests, made block by block. What a series shows at an instant depends on
 * the two alone, so blocks of the same time agree.
 */
public final class SnapshotFolder {

  /** 2026-11-21T00:00:00Z, a midnight. */
  public static final long MIDNIGHT = 1_795_219_200_000L;

  public static final long MINUTE = 60_000;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  private static final int SAMPLES_PER_CHUNK = 120;

  private final Path path;
  private int blocks;

  public SnapshotFolder(Path path) {
    this.path = path;
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Adds a block with what {@code content} puts into it. */
  public SnapshotFolder block(Consumer<Content> content) {
    Content block = new Content();
    content.accept(block);
    try (BlockWriter writer =
        BlockWriter.create(path, "01JB0EXAMP1E0F0A0B10CK%04d".formatted(blocks++))) {
      block.write(writer);
      writer.finish();
    }
    return this;
  }

  /** What is in one block. */
  public static final class Content {

    private final SortedMap<Labels, SortedSet<Long>> floats = new TreeMap<>();
    private final SortedMap<Labels, SortedSet<Long>> histograms = new TreeMap<>();
    private final SortedMap<Labels, long[]> deletions = new TreeMap<>();
    private long segmentBytes = ChunkSegmentWriter.DEFAULT_SEGMENT_BYTES;

    /** A float series with a sample every {@code step} from {@code from}, before {@code until}. */
    public Content floats(String name, long from, long until, long step) {
      return add(floats, label(name), from, until, step);
    }

    /** So many float series of one metric. */
    public Content floats(String name, int series, long from, long until, long step) {
      for (int i = 0; i < series; i++) {
        add(floats, Labels.of("__name__", name, "instance", "host-" + i), from, until, step);
      }
      return this;
    }

    /** A series of integer histograms. */
    public Content histograms(String name, long from, long until, long step) {
      return add(histograms, label(name), from, until, step);
    }

    /** One more float sample of a series. */
    public Content sample(String name, long timestamp) {
      return add(floats, label(name), timestamp, timestamp + 1, 1);
    }

    /** Begins a new segment where one would grow beyond this. */
    public Content segments(long bytes) {
      segmentBytes = bytes;
      return this;
    }

    /** Deletes what the series has from {@code from} to {@code to}, both included. */
    public Content delete(String name, long from, long to) {
      deletions.put(label(name), new long[] {from, to});
      return this;
    }

    /** Deletes all that every series has. */
    public Content deleteAll() {
      floats.keySet().forEach(labels -> deletions.put(labels, new long[] {0, Long.MAX_VALUE}));
      histograms.keySet().forEach(labels -> deletions.put(labels, new long[] {0, Long.MAX_VALUE}));
      return this;
    }

    @SuppressWarnings("NonApiType")
    private Content add(
        SortedMap<Labels, SortedSet<Long>> kind, Labels labels, long from, long until, long step) {
      SortedSet<Long> timestamps = kind.computeIfAbsent(labels, l -> new TreeSet<>());
      for (long t = from; t < until; t += step) {
        timestamps.add(t);
      }
      return this;
    }

    private void write(BlockWriter writer) {
      SortedMap<Labels, SortedSet<Long>> all = new TreeMap<>(floats);
      all.putAll(histograms);
      writer.withSegmentBytes(segmentBytes);
      all.forEach(
          (labels, timestamps) -> {
            writer.startSeries(labels);
            long[] sorted = timestamps.stream().mapToLong(Long::longValue).toArray();
            for (int from = 0; from < sorted.length; from += SAMPLES_PER_CHUNK) {
              long[] chunk = LongStream.of(sorted).skip(from).limit(SAMPLES_PER_CHUNK).toArray();
              writer.writeChunk(
                  histograms.containsKey(labels) ? histogramRun(chunk) : floatRun(labels, chunk));
            }
            if (deletions.containsKey(labels)) {
              writer.delete(deletions.get(labels)[0], deletions.get(labels)[1]);
            }
          });
    }
  }

  private static Labels label(String name) {
    return Labels.of("__name__", name, "job", "test");
  }

  private static Run floatRun(Labels labels, long[] timestamps) {
    FloatRun run = new FloatRun(timestamps.length);
    for (int i = 0; i < timestamps.length; i++) {
      run.timestamps[i] = timestamps[i];
      run.valueBits[i] = Double.doubleToRawLongBits(value(labels.metricName(), timestamps[i]));
    }
    run.setSize(timestamps.length);
    run.setStartsChunk(true);
    return run;
  }

  /** What every float series of this name shows at an instant: whole tenths. */
  public static double value(String name, long timestamp) {
    return Math.floorMod(timestamp / 1000 * 7 + name.length(), 1000) / 10.0;
  }

  private static Run histogramRun(long[] timestamps) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(ChunkEncoding.HISTOGRAM);
    run.setLayout(
        new HistogramLayout(
            1,
            Double.doubleToRawLongBits(1e-128),
            new int[] {0, 2},
            new int[] {0, 1},
            new long[0]));
    run.setCounterReset(CounterReset.GAUGE);
    run.setSize(timestamps.length);
    run.ensureCapacity(timestamps.length);
    for (int i = 0; i < timestamps.length; i++) {
      long number = timestamps[i] / 1000 % 100;
      run.timestamps[i] = timestamps[i];
      run.zeroCounts[i] = 1;
      run.positive[2 * i] = number;
      run.positive[2 * i + 1] = 2;
      run.negative[i] = 3;
      run.counts[i] = number + 6;
      run.sumBits[i] = Double.doubleToRawLongBits(number * 0.25);
    }
    run.setStartsChunk(true);
    return run;
  }
}
