package dev.almanac.gateway;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.ForwardingBlobStore;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A store that keeps the ends of Parquet files in memory, once they were read: footers and indexes,
 * and of small files everything. Files never change, so what was read once is good for ever; of a
 * file that cannot be read any more, for it was moved, nothing is kept.
 */
final class CachedTails extends ForwardingBlobStore {

  private static final String PARQUET = ".parquet";

  /** The most that is kept of one file: what a reader asks for first, and some more. */
  private static final int LARGEST = 1 << 18;

  private static final int SHARE_OF_HEAP = 16;
  private static final long MOST = 64L << 20;

  /** What an entry takes besides its bytes. */
  private static final int OVERHEAD = 256;

  private final long capacity;
  private final Map<String, Tail> tails = new LinkedHashMap<>(16, 0.75f, true);
  private long kept;

  /**
   * What is known of a file.
   *
   * @param bytes its last, or none as long as they were not read
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Tail(long size, byte[] bytes) {

    long weight() {
      return (long) bytes.length + OVERHEAD;
    }
  }

  /**
   * @param store stays its owner's to close
   * @param capacity the most bytes to keep
   */
  CachedTails(BlobStore store, long capacity) {
    super(store);
    this.capacity = capacity;
  }

  /** How much each of several stores may keep in this JVM. */
  static long share(int stores) {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) / stores;
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    Tail known = known(key);
    if (known != null) {
      return Optional.of(new BlobInfo(key, known.size()));
    }
    Optional<BlobInfo> found = super.stat(key);
    if (key.endsWith(PARQUET)) {
      found.ifPresent(info -> keep(key, new Tail(info.size(), new byte[0])));
    }
    return found;
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    Tail known = known(key);
    if (known != null && position >= known.size() - known.bytes().length) {
      long from = position - (known.size() - known.bytes().length);
      if (from + length <= known.bytes().length) {
        System.arraycopy(known.bytes(), (int) from, into, offset, length);
        return;
      }
    }
    try {
      super.read(key, position, into, offset, length);
    } catch (BlobException e) {
      forget(key);
      throw e;
    }
    if (known != null && position + length == known.size() && length <= LARGEST) {
      byte[] bytes = new byte[length];
      System.arraycopy(into, offset, bytes, 0, length);
      keep(key, new Tail(known.size(), bytes));
    }
  }

  private synchronized Tail known(String key) {
    return tails.get(key);
  }

  private synchronized void forget(String key) {
    Tail before = tails.remove(key);
    if (before != null) {
      kept -= before.weight();
    }
  }

  private synchronized void keep(String key, Tail tail) {
    forget(key);
    tails.put(key, tail);
    kept += tail.weight();
    Iterator<Tail> eldest = tails.values().iterator();
    while (kept > capacity && eldest.hasNext()) {
      kept -= eldest.next().weight();
      eldest.remove();
    }
  }
}
