package dev.almanac.backup;

import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.BlockWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Prometheus whose time is ours: it scrapes, keeps a head, makes blocks of two hours of it,
 * compacts those into blocks of six and eighteen hours, takes late samples, deletes, and snapshots
 * itself, by the rules of the real one. What it shows at any moment is known apart from its blocks.
 */
final class SimulatedServer {

  static final long STEP = 30_000;

  private static final long HOUR = 3_600_000;
  private static final long BLOCK = 2 * HOUR;
  private static final long[] RANGES = {6 * HOUR, 18 * HOUR};
  private static final int SAMPLES_PER_CHUNK = 120;
  private static final int GAUGES = 40;
  private static final int HISTOGRAMS = 2;

  private static final DateTimeFormatter SNAPSHOT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z-1f2e3d4c5b6a7988'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What a query shows. */
  private final SortedMap<Labels, NavigableSet<Long>> shown = new TreeMap<>();

  /** What came late and is in the head still, where no snapshot finds it. */
  private final SortedMap<Labels, NavigableSet<Long>> late = new TreeMap<>();

  private final List<Block> blocks = new ArrayList<>();
  private final long[] ranges;
  private long now;
  private long head;
  private int ulids;
  private int written;

  SimulatedServer(long begin) {
    this(begin, RANGES);
  }

  private SimulatedServer(long begin, long[] ranges) {
    this.ranges = ranges;
    now = begin;
    head = begin;
    for (int i = 0; i < GAUGES; i++) {
      shown.put(gauge(i), new TreeSet<>());
    }
    for (int i = 0; i < HISTOGRAMS; i++) {
      shown.put(Labels.of("__name__", "latency_seconds", "instance", "host-" + i), new TreeSet<>());
    }
  }

  /** One that leaves its blocks of two hours to somebody else. */
  static SimulatedServer thatCompactsNothing(long begin) {
    return new SimulatedServer(begin, new long[0]);
  }

  static Labels gauge(int number) {
    return Labels.of("__name__", "temperature_celsius", "instance", "host-" + number);
  }

  private static boolean isHistogram(Labels labels) {
    return labels.metricName().equals("latency_seconds");
  }

  /** Lets time pass, with a scrape every {@link #STEP}. */
  void advance(long until) {
    for (; now < until; now += STEP) {
      shown.values().forEach(timestamps -> timestamps.add(now));
      if (now - head >= BLOCK + BLOCK / 2) {
        compactHead();
      }
    }
  }

  /** Takes a sample that is older than the head, as out-of-order ingestion allows. */
  void takeLate(Labels labels, long timestamp) {
    late.computeIfAbsent(labels, l -> new TreeSet<>()).add(timestamp);
  }

  /** Deletes what the series has from {@code from} to {@code to}, both included. */
  void delete(Labels labels, long from, long to) {
    shown.get(labels).subSet(from, true, to, true).clear();
    for (Block block : blocks) {
      if (from < block.until && to >= block.from) {
        block.deletions.computeIfAbsent(labels, l -> new ArrayList<>()).add(new long[] {from, to});
      }
    }
  }

  /** What a snapshot made now shows. */
  SampleTable samples() {
    SampleTable table = new SampleTable();
    shown.forEach(
        (labels, timestamps) -> chunks(timestamps).forEach(c -> table.add(labels, run(labels, c))));
    return table;
  }

  private void compactHead() {
    Block block = new Block(head, head + BLOCK, List.of());
    shown.forEach(
        (labels, timestamps) ->
            block.chunks.put(labels, chunks(timestamps.subSet(head, head + BLOCK))));
    blocks.add(block);
    head += BLOCK;
    mergeLate();
    for (long range : ranges) {
      compact(range);
    }
  }

  /** Makes a block of what came late, and one of that and the block it overlaps. */
  private void mergeLate() {
    late.forEach((labels, timestamps) -> shown.get(labels).addAll(timestamps));
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Block merged = new Block(block.from, block.until, List.of(block));
      late.forEach((labels, timestamps) -> merged.insert(labels, timestamps));
      if (merged.inserted) {
        blocks.set(i, merged);
      }
    }
    late.clear();
  }

  /** Merges the blocks of each range that is over. */
  private void compact(long range) {
    for (long start = Math.floorDiv(blocks.get(0).from, range) * range;
        start + range <= head - BLOCK;
        start += range) {
      long from = start;
      List<Block> parents =
          blocks.stream().filter(b -> b.from >= from && b.until <= from + range).toList();
      if (parents.size() > 1) {
        Block merged =
            new Block(parents.get(0).from, parents.get(parents.size() - 1).until, parents);
        blocks.removeAll(parents);
        blocks.add(merged);
        blocks.sort((a, b) -> Long.compare(a.from, b.from));
      }
    }
  }

  /** Snapshots itself; the folder has the name that Prometheus would give it. */
  Path snapshot(Path folder) {
    Path snapshot = folder.resolve(SNAPSHOT.format(Instant.ofEpochMilli(now)));
    try {
      Files.createDirectories(snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    blocks.forEach(block -> block.write(snapshot));
    Block open = new Block(head, now - STEP + 1, List.of());
    shown.forEach(
        (labels, timestamps) -> open.chunks.put(labels, chunks(timestamps.tailSet(head))));
    open.write(snapshot);
    return snapshot;
  }

  /** Writes the blocks that were made since this was called last. */
  void writeNewBlocks(Path data) {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    blocks.subList(written, blocks.size()).forEach(block -> block.write(data));
    written = blocks.size();
  }

  /** Writes a block of one sample that came late. */
  void writeLateBlock(Path data, Labels labels, long timestamp) {
    Block block = new Block(timestamp, timestamp + 1, List.of());
    block.insert(labels, new TreeSet<>(List.of(timestamp)));
    block.write(data);
  }

  private static List<long[]> chunks(Iterable<Long> timestamps) {
    List<long[]> chunks = new ArrayList<>();
    List<Long> chunk = new ArrayList<>();
    for (long timestamp : timestamps) {
      chunk.add(timestamp);
      if (chunk.size() == SAMPLES_PER_CHUNK) {
        chunks.add(chunk.stream().mapToLong(Long::longValue).toArray());
        chunk.clear();
      }
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk.stream().mapToLong(Long::longValue).toArray());
    }
    return chunks;
  }

  private static Run run(Labels labels, long[] timestamps) {
    return isHistogram(labels) ? histograms(labels, timestamps) : floats(labels, timestamps);
  }

  /** Tenths that look measured, and now and then a staleness marker. */
  private static FloatRun floats(Labels labels, long[] timestamps) {
    FloatRun run = new FloatRun(timestamps.length);
    for (int i = 0; i < timestamps.length; i++) {
      int chance = chance(labels, timestamps[i]);
      run.timestamps[i] = timestamps[i];
      run.valueBits[i] =
          chance == 0 ? 0x7ff0000000000002L : Double.doubleToRawLongBits(chance / 10.0);
    }
    run.setSize(timestamps.length);
    run.setStartsChunk(true);
    return run;
  }

  private static int chance(Labels labels, long timestamp) {
    return new SplittableRandom(labels.hashCode() * 31L + timestamp).nextInt(1000);
  }

  private static HistogramRun histograms(Labels labels, long[] timestamps) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(ChunkEncoding.HISTOGRAM);
    run.setLayout(
        new HistogramLayout(
            1, Double.doubleToRawLongBits(1e-128), new int[] {0, 2}, new int[] {}, new long[0]));
    run.setCounterReset(CounterReset.GAUGE);
    run.setSize(timestamps.length);
    run.ensureCapacity(timestamps.length);
    for (int i = 0; i < timestamps.length; i++) {
      int chance = chance(labels, timestamps[i]);
      run.timestamps[i] = timestamps[i];
      run.positive[2 * i] = chance;
      run.positive[2 * i + 1] = 2;
      run.counts[i] = chance + 2L;
      run.sumBits[i] = Double.doubleToRawLongBits(chance * 0.25);
    }
    run.setStartsChunk(true);
    return run;
  }

  /** A block, with the chunks of each series by their timestamps. */
  private final class Block {

    final String ulid = "01JB0EXAMP1E0F0A0B10CK%04d".formatted(ulids++);
    final long from;
    final long until;
    final List<Block> parents;
    final int level;
    final SortedMap<Labels, List<long[]>> chunks = new TreeMap<>();
    final SortedMap<Labels, List<long[]>> deletions = new TreeMap<>();
    boolean inserted;

    Block(long from, long until, List<Block> parents) {
      this.from = from;
      this.until = until;
      this.parents = parents;
      level = 1 + parents.stream().mapToInt(parent -> parent.level).max().orElse(0);
      parents.forEach(this::take);
    }

    /** Takes over a parent's chunks as they are, but for what was deleted. */
    private void take(Block parent) {
      parent.chunks.forEach(
          (labels, theirs) ->
              theirs.stream()
                  .map(chunk -> parent.visible(labels, chunk))
                  .filter(chunk -> chunk.length > 0)
                  .forEach(
                      chunk -> chunks.computeIfAbsent(labels, l -> new ArrayList<>()).add(chunk)));
    }

    private long[] visible(Labels labels, long[] chunk) {
      List<long[]> hidden = deletions.getOrDefault(labels, List.of());
      return Arrays.stream(chunk)
          .filter(t -> hidden.stream().noneMatch(range -> range[0] <= t && t <= range[1]))
          .toArray();
    }

    /** Puts late samples among the others; the chunks they fall into are cut anew. */
    void insert(Labels labels, NavigableSet<Long> timestamps) {
      NavigableSet<Long> mine = new TreeSet<>(timestamps.subSet(from, until));
      if (!mine.isEmpty()) {
        chunks.getOrDefault(labels, List.of()).forEach(c -> Arrays.stream(c).forEach(mine::add));
        chunks.put(labels, SimulatedServer.chunks(mine));
        inserted = true;
      }
    }

    void write(Path folder) {
      try (BlockWriter writer = BlockWriter.create(folder, ulid)) {
        chunks.forEach(
            (labels, mine) -> {
              writer.startSeries(labels);
              mine.forEach(chunk -> writer.writeChunk(run(labels, chunk)));
              deletions
                  .getOrDefault(labels, List.of())
                  .forEach(range -> writer.delete(range[0], range[1]));
            });
        writer.finish(meta());
      }
    }

    private String meta() {
      long samples =
          chunks.values().stream().flatMap(List::stream).mapToLong(chunk -> chunk.length).sum();
      return """
      {"ulid": "%s", "minTime": %d, "maxTime": %d, "stats": {"numSamples": %d, "numSeries": %d,
      "numChunks": %d, "numTombstones": %d}, "compaction": {"level": %d, "sources": [%s],
      "parents": [%s]}, "version": 1}
      """
          .formatted(
              ulid,
              from,
              until,
              samples,
              chunks.size(),
              chunks.values().stream().mapToLong(List::size).sum(),
              deletions.values().stream().mapToLong(List::size).sum(),
              level,
              String.join(", ", sources().stream().map(s -> '"' + s + '"').toList()),
              String.join(", ", parents.stream().map(Block::asParent).toList()));
    }

    private List<String> sources() {
      return parents.isEmpty()
          ? List.of(ulid)
          : parents.stream().flatMap(parent -> parent.sources().stream()).toList();
    }

    private String asParent() {
      return "{\"ulid\": \"%s\", \"minTime\": %d, \"maxTime\": %d}".formatted(ulid, from, until);
    }
  }
}
