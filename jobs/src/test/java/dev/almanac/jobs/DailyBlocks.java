package dev.almanac.jobs;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;

/** History in blocks of our own, one for each day, as of a server that scraped all the while. */
public final class DailyBlocks {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int SAMPLES_PER_CHUNK = 120;

  /** A series' value at some time. */
  @FunctionalInterface
  public interface Value {

    double at(long time, SplittableRandom noise);
  }

  private DailyBlocks() {}

  /**
   * Writes it.
   *
   * @param end where it ends, in milliseconds: the last sample is a step before
   * @param step from one sample to the next, in milliseconds; a multiple of 120 of them is a day
   */
  public static void write(
      Path folder, long end, int days, long step, SortedMap<Labels, Value> series)
      throws IOException {
    Files.createDirectories(folder);
    for (int day = 0; day < days; day++) {
      long from = end - (days - day) * DAY;
      try (BlockWriter block = BlockWriter.create(folder, Ulid.at(from, new Random(day)))) {
        for (Map.Entry<Labels, Value> one : series.entrySet()) {
          block.startSeries(one.getKey());
          SplittableRandom noise = new SplittableRandom(31L * day + one.getKey().hashCode());
          writeDay(block, one.getValue(), from, step, noise);
        }
        block.finish();
      }
    }
  }

  private static void writeDay(
      BlockWriter block, Value value, long from, long step, SplittableRandom noise) {
    FloatRun run = new FloatRun(SAMPLES_PER_CHUNK);
    run.setSize(0);
    for (long time = from; time < from + DAY; time += step) {
      int size = run.size();
      run.timestamps[size] = time;
      run.valueBits[size] = Double.doubleToRawLongBits(value.at(time, noise));
      run.setSize(size + 1);
      if (size + 1 == SAMPLES_PER_CHUNK) {
        block.writeChunk(run);
        run.setSize(0);
      }
    }
  }
}
