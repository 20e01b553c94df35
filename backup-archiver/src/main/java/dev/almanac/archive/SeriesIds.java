package dev.almanac.archive;

import dev.almanac.series.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.parquet.column.values.bloomfilter.XxHash;

/**
 * The {@code series_id} of each label set: Prometheus's {@code labels.StableHash}, which is XXH64
 * with seed 0 of {@code name 0xFF value 0xFF …} in UTF-8, so that other tools find the same ids.
 *
 * <p>Two label sets with the same hash are told apart by a second, independent hash that is kept
 * for every id given (16 to 32 bytes a series). The later one gets the hash of its labels behind a
 * salt; that pair is {@linkplain #salted() remembered} and belongs into the manifest, for a later
 * backup to start from. Not safe for use by several threads.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/model/labels/sharding.go">model/labels/sharding.go</a>
 */
public final class SeriesIds {

  private static final byte SEPARATOR = (byte) 0xFF;
  private static final XxHash XXH64 = new XxHash();

  private final ToLongFunction<byte[]> hash;
  private final Map<Labels, Long> salted;

  /** Open addressing: id and check, side by side; a check of 0 means free. */
  private long[] known = new long[1 << 11];

  private int count;

  /** Starts with no id given. */
  public SeriesIds() {
    this(Map.of());
  }

  /** Starts from the ids that earlier backups had to salt. */
  public SeriesIds(Map<Labels, Long> salted) {
    this(salted, XXH64::hashBytes);
  }

  SeriesIds(Map<Labels, Long> salted, ToLongFunction<byte[]> hash) {
    this.hash = hash;
    this.salted = new LinkedHashMap<>();
    salted.forEach(this::remember);
  }

  /** The id of a label set: the same whenever it is asked for. */
  public long idOf(Labels labels) {
    Long resolved = salted.get(labels);
    if (resolved != null) {
      return resolved;
    }
    byte[] bytes = bytes(labels);
    long check = check(bytes);
    long id = hash.applyAsLong(bytes);
    if (claim(id, check)) {
      return id;
    }
    for (int salt = 1; ; salt++) {
      id = hash.applyAsLong(salted(bytes, salt));
      if (claim(id, check)) {
        salted.put(labels, id);
        return id;
      }
    }
  }

  /**
   * Takes over an id that an earlier backup gave.
   *
   * @throws IllegalStateException where it belongs to another label set here
   */
  public void remember(Labels labels, long id) {
    byte[] bytes = bytes(labels);
    if (!claim(id, check(bytes))) {
      throw new IllegalStateException(
          "series id " + id + " of " + labels + " is already the id of another series");
    }
    if (id != hash.applyAsLong(bytes)) {
      salted.put(labels, id);
    }
  }

  /** Every label set whose id is not its hash, and that id. */
  public Map<Labels, Long> salted() {
    return Map.copyOf(salted);
  }

  /** True where the id was free or already this label set's. */
  private boolean claim(long id, long check) {
    if (count * 4 >= known.length) {
      grow();
    }
    int slot = slotOf(id, known);
    if (known[slot + 1] == 0) {
      known[slot] = id;
      known[slot + 1] = check;
      count++;
      return true;
    }
    return known[slot + 1] == check;
  }

  private void grow() {
    long[] larger = new long[known.length * 2];
    for (int i = 0; i < known.length; i += 2) {
      if (known[i + 1] != 0) {
        int slot = slotOf(known[i], larger);
        larger[slot] = known[i];
        larger[slot + 1] = known[i + 1];
      }
    }
    known = larger;
  }

  private static int slotOf(long id, long[] table) {
    int mask = table.length / 2 - 1;
    int slot = Long.hashCode(id * 0x9E3779B97F4A7C15L) & mask;
    while (table[2 * slot + 1] != 0 && table[2 * slot] != id) {
      slot = (slot + 1) & mask;
    }
    return 2 * slot;
  }

  /** A hash that does not depend on the first, never 0. */
  private static long check(byte[] bytes) {
    long check = XXH64.hashBytes(salted(bytes, 0));
    return check == 0 ? 1 : check;
  }

  private static byte[] salted(byte[] bytes, int salt) {
    return ByteBuffer.allocate(1 + Integer.BYTES + bytes.length)
        .put(SEPARATOR)
        .putInt(salt)
        .put(bytes)
        .array();
  }

  private static byte[] bytes(Labels labels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    for (int i = 0; i < labels.size(); i++) {
      bytes.writeBytes(labels.name(i).getBytes(StandardCharsets.UTF_8));
      bytes.write(SEPARATOR);
      bytes.writeBytes(labels.value(i).getBytes(StandardCharsets.UTF_8));
      bytes.write(SEPARATOR);
    }
    return bytes.toByteArray();
  }
}
