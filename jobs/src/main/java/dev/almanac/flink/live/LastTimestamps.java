package dev.almanac.flink.live;

import dev.almanac.series.Labels;

/**
 * The last timestamp of each series, by a 64-bit hash of its labels: two longs a series, in open
 * addressing. Among a million series two share a hash once in forty million tries.
 *
 * <p>Not safe for use by several threads.
 */
final class LastTimestamps {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Stands for a free slot; no label set hashes to it. */
  private static final long FREE = 0;

  private long[] hashes = new long[16];
  private long[] lasts = new long[16];
  private int size;

  /** A hash of a label set that is the same in every JVM; never 0. */
  static long hash(Labels labels) {
    long hash = GOLDEN;
    for (int i = 0; i < labels.size(); i++) {
      hash = hash(hash, labels.name(i));
      hash = hash(hash, labels.value(i));
    }
    return hash == FREE ? GOLDEN : hash;
  }

  /** Adds the length too, so that where one text ends and the next begins makes a difference. */
  private static long hash(long start, String text) {
    long hash = mix(start + text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * GOLDEN;
    }
    return mix(hash);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long bits) {
    long x = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** The last timestamp of a series; {@link Long#MIN_VALUE} where it is not known. */
  long get(long hash) {
    int slot = slot(hash);
    return hashes[slot] == FREE ? Long.MIN_VALUE : lasts[slot];
  }

  void put(long hash, long timestamp) {
    int slot = slot(hash);
    if (hashes[slot] == FREE) {
      if (2 * (size + 1) > hashes.length) {
        rebuild(hashes.length * 2, Long.MIN_VALUE);
        slot = slot(hash);
      }
      hashes[slot] = hash;
      size++;
    }
    lasts[slot] = timestamp;
  }

  int size() {
    return size;
  }

  /** Forgets the series whose last timestamp lies before this. */
  void forgetBefore(long timestamp) {
    int kept = 0;
    for (int i = 0; i < hashes.length; i++) {
      kept += hashes[i] != FREE && lasts[i] >= timestamp ? 1 : 0;
    }
    rebuild(Integer.highestOneBit(Math.max(8, kept)) * 4, timestamp);
  }

  /** All series: hash, last timestamp, hash, last timestamp, … */
  long[] toArray() {
    long[] all = new long[2 * size];
    int next = 0;
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != FREE) {
        all[next++] = hashes[i];
        all[next++] = lasts[i];
      }
    }
    return all;
  }

  /** The table that {@link #toArray} came from. */
  static LastTimestamps of(long[] all) {
    LastTimestamps table = new LastTimestamps();
    for (int i = 0; i < all.length; i += 2) {
      table.put(all[i], all[i + 1]);
    }
    return table;
  }

  private int slot(long hash) {
    int slot = (int) mix(hash) & (hashes.length - 1);
    while (hashes[slot] != FREE && hashes[slot] != hash) {
      slot = (slot + 1) & (hashes.length - 1);
    }
    return slot;
  }

  private void rebuild(int capacity, long since) {
    long[] oldHashes = hashes;
    long[] oldLasts = lasts;
    hashes = new long[capacity];
    lasts = new long[capacity];
    size = 0;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != FREE && oldLasts[i] >= since) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        lasts[slot] = oldLasts[i];
        size++;
      }
    }
  }
}
