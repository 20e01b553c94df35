package dev.almanac.tsdb.synthetic;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.Ulid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Writes blocks as a Prometheus would that scrapes a {@link Fleet}: chunks are cut at 120 samples
 * and at every second hour.
 */
public final class GeneratedSnapshot implements AutoCloseable {

  private static final long STALE_MARKER = 0x7ff0000000000002L;
  private static final int IDLE_ONE_OF = 3;
  private static final int SAMPLES_PER_CHUNK = 120;
  private static final long HEAD_RANGE_MILLIS = 7_200_000;

  private final Path folder;
  private final SnapshotSpec spec;
  private final DailyLoad load;
  private final Target[] targets;
  private final Map<Long, BlockWriter> blocks = new TreeMap<>();
  private final FloatRun run = new FloatRun(SAMPLES_PER_CHUNK);

  private Labels labels;
  private BlockWriter block;
  private long blockStart;

  private GeneratedSnapshot(Path folder, SnapshotSpec spec) {
    this.folder = folder;
    this.spec = spec;
    load = new DailyLoad(spec.interval());
    targets = new Target[Fleet.targets(spec.series())];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          new Target(
              spec.samplesPerSeries(),
              spec.start().toEpochMilli(),
              spec.interval().toMillis(),
              random(-1 - i));
    }
  }

  /**
   * Writes the blocks into a folder, which exists.
   *
   * @param progress told of samples as they are written
   * @return the folders of the blocks, in order of time
   */
  public static List<Path> write(Path folder, SnapshotSpec spec, LongConsumer progress) {
    try (GeneratedSnapshot snapshot = new GeneratedSnapshot(folder, spec)) {
      for (Fleet.Member member : Fleet.members(spec.series())) {
        snapshot.write(member);
        progress.accept(spec.samplesPerSeries());
      }
      return snapshot.finish();
    }
  }

  private void write(Fleet.Member member) {
    labels = member.labels();
    block = null;
    Random random = random(member.number());
    Signal signal = signal(member, random);
    double shift = random.nextDouble() / 8;
    Target target = targets[member.target()];
    for (int i = 0; i < target.timestamps.length; i++) {
      if (target.restarted(i)) {
        signal.restart();
      }
      double value = signal.next(load.at(target.scrapes[i], shift));
      add(
          target.timestamps[i],
          target.failed(i) ? STALE_MARKER : Double.doubleToRawLongBits(value));
    }
    writeChunk();
  }

  private static Signal signal(Fleet.Member member, Random random) {
    Signal signal = member.shape().signal(random);
    if (random.nextInt(IDLE_ONE_OF) > 0) {
      return signal;
    }
    double still = signal.next(1);
    return load -> still;
  }

  private void add(long timestamp, long valueBits) {
    int size = run.size();
    if (size == SAMPLES_PER_CHUNK
        || (size > 0
            && Math.floorDiv(timestamp, HEAD_RANGE_MILLIS)
                != Math.floorDiv(run.firstTimestamp(), HEAD_RANGE_MILLIS))) {
      writeChunk();
      size = 0;
    }
    run.timestamps[size] = timestamp;
    run.valueBits[size] = valueBits;
    run.setSize(size + 1);
  }

  private void writeChunk() {
    long range = spec.blockRange().toMillis();
    long start = range == 0 ? 0 : Math.floorDiv(run.firstTimestamp(), range) * range;
    if (block == null || start != blockStart) {
      block = blocks.computeIfAbsent(start, this::newBlock);
      block.startSeries(labels);
      blockStart = start;
    }
    block.writeChunk(run);
    run.setSize(0);
  }

  private BlockWriter newBlock(long start) {
    long madeAt = Math.max(start, spec.start().toEpochMilli());
    return BlockWriter.create(folder, Ulid.at(madeAt, random(-start)));
  }

  private List<Path> finish() {
    List<Path> folders = new ArrayList<>();
    blocks.values().forEach(written -> folders.add(written.finish()));
    return folders;
  }

  /** A source of chance for each purpose; {@link Random} is the same everywhere by contract. */
  private Random random(long purpose) {
    // Seeds that lie close together give a Random alike beginnings.
    return new Random(new SplittableRandom((spec.seed() << 32) + purpose).nextLong());
  }

  @Override
  public void close() {
    blocks.values().forEach(BlockWriter::close);
  }
}
