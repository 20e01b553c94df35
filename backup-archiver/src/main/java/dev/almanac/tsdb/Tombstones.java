package dev.almanac.tsdb;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.BlockOutput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.ByteWriter;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was deleted from a block without rewriting it: ranges of time, per series. Prometheus hides
 * the samples within; so does the reader.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/tombstones/tombstones.go">tsdb/tombstones/tombstones.go</a>
 */
public final class Tombstones {

  /** The file's name within a block. */
  public static final String FILE = "tombstones";

  static final int MAGIC = 0x0130BA30;
  static final int VERSION = 1;
  static final int HEADER_BYTES = 5;

  /** More are refused; a series deleted as a whole is one. */
  private static final int MOST = 1 << 22;

  private static final int LARGEST = 1 << 26;

  /**
   * A deletion.
   *
   * @param seriesRef the series' reference in the index
   * @param minTime the first instant deleted
   * @param maxTime the last instant deleted, inclusive
   */
  public record Tombstone(long seriesRef, long minTime, long maxTime) {}

  private static final Comparator<Tombstone> ORDER =
      Comparator.comparingLong(Tombstone::seriesRef).thenComparingLong(Tombstone::minTime);

  public static final Tombstones NONE = new Tombstones(List.of());

  /** In order of series and time, those of a series apart from each other. */
  private final List<Tombstone> tombstones;

  private Tombstones(List<Tombstone> tombstones) {
    this.tombstones = tombstones;
  }

  /** These deletions, in any order; ranges of a series that meet become one, as in Prometheus. */
  public static Tombstones of(List<Tombstone> tombstones) {
    List<Tombstone> sorted = new ArrayList<>(tombstones);
    sorted.sort(ORDER);
    List<Tombstone> merged = new ArrayList<>(sorted.size());
    for (Tombstone next : sorted) {
      Tombstone last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null
          && last.seriesRef == next.seriesRef
          && (last.maxTime == Long.MAX_VALUE || next.minTime <= last.maxTime + 1)) {
        long end = Math.max(last.maxTime, next.maxTime);
        merged.set(merged.size() - 1, new Tombstone(last.seriesRef, last.minTime, end));
      } else {
        merged.add(next);
      }
    }
    return new Tombstones(List.copyOf(merged));
  }

  /**
   * Reads the {@code tombstones} of a block's folder; none where there is no such file, as
   * Prometheus does.
   *
   * @throws CorruptBlockException where the file is not one of tombstones
   */
  public static Tombstones read(Path block) {
    Path file = block.resolve(FILE);
    if (Files.notExists(file)) {
      return NONE;
    }
    try (BlockInput input = BlockInput.open(file)) {
      if (input.size() < HEADER_BYTES + Integer.BYTES) {
        throw new CorruptBlockException(
            file,
            0,
            "at least " + (HEADER_BYTES + Integer.BYTES) + " bytes",
            input.size() + " bytes");
      }
      if (input.size() > LARGEST) {
        throw new CorruptBlockException(
            file, 0, "at most " + LARGEST + " bytes", input.size() + " bytes");
      }
      return parse(file, input.window(0).read(0, (int) input.size()));
    }
  }

  private static Tombstones parse(Path file, ByteReader reader) {
    int magic = reader.readInt();
    if (magic != MAGIC) {
      throw new CorruptBlockException(
          file, 0, String.format("magic %08x of tombstones", MAGIC), String.format("%08x", magic));
    }
    int version = reader.readByte();
    if (version != VERSION) {
      throw new CorruptBlockException(
          file, Integer.BYTES, "tombstones of version 1", "version " + version);
    }
    ByteReader entries = reader.readChecked(reader.remaining() - Integer.BYTES);
    List<Tombstone> tombstones = new ArrayList<>();
    while (entries.remaining() > 0) {
      if (tombstones.size() == MOST) {
        throw entries.corrupt("at most " + MOST + " tombstones", "more");
      }
      long ref = entries.readUvarint();
      long minTime = entries.readVarint();
      long maxTime = entries.readVarint();
      tombstones.add(new Tombstone(ref, minTime, maxTime));
    }
    return of(tombstones);
  }

  /** Writes the file into a block's folder. */
  void write(Path block) {
    ByteWriter bytes = new ByteWriter();
    bytes.putInt(MAGIC);
    bytes.putByte(VERSION);
    for (Tombstone tombstone : tombstones) {
      bytes.putUvarint(tombstone.seriesRef);
      bytes.putVarint(tombstone.minTime);
      bytes.putVarint(tombstone.maxTime);
    }
    bytes.putInt(bytes.crc32c(HEADER_BYTES));
    try (BlockOutput out = BlockOutput.create(block.resolve(FILE))) {
      out.write(bytes);
    }
  }

  public boolean isEmpty() {
    return tombstones.isEmpty();
  }

  /** All deletions in order of series and time, those of one series apart from each other. */
  public List<Tombstone> all() {
    return tombstones;
  }

  /** The deletions of one series in order of time. */
  List<Tombstone> of(long seriesRef) {
    int from = firstFrom(seriesRef);
    int until = from;
    while (until < tombstones.size() && tombstones.get(until).seriesRef == seriesRef) {
      until++;
    }
    return tombstones.subList(from, until);
  }

  private int firstFrom(long seriesRef) {
    int low = 0;
    int high = tombstones.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tombstones.get(middle).seriesRef < seriesRef) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
