package dev.almanac.prometheus;

import dev.almanac.series.Labels;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Label sets of earlier answers, found by their bytes: whoever asks a server again and again gets
 * the same series, and to decode their labels costs more than their few new samples.
 *
 * <p>It remembers the latest ones, a quarter of a million at most, about 100 MB; what was not seen
 * for long is forgotten. For one thread at a time.
 */
public final class KnownLabels {

  /** There are two such tables at most: one that fills, and the one that was full before. */
  private static final int MOST = 1 << 17;

  private static final int LEAST_SLOTS = 64;

  private final CRC32C crc = new CRC32C();
  private final int most;
  private Labels[] young = new Labels[LEAST_SLOTS];
  private Labels[] old = new Labels[LEAST_SLOTS];
  private int size;

  public KnownLabels() {
    this(MOST);
  }

  KnownLabels(int most) {
    this.most = most;
  }

  /**
   * The labels in a message's repeated field 1.
   *
   * @return the same object as before, as long as it is remembered
   */
  Labels of(byte[] message, int offset, int length) throws IOException {
    int end = Wire.endOfLabels(message, offset, offset + length);
    if (end < 0) {
      return Wire.labels(message, offset, length); // in another order than Prometheus writes
    }
    int hash = hash(message, offset, end - offset);
    int slot = slot(young, hash, message, offset, end);
    if (young[slot] != null) {
      return young[slot];
    }
    Labels labels = old[slot(old, hash, message, offset, end)];
    if (labels == null) {
      labels = Wire.labels(message, offset, end - offset);
      byte[] fields = labels.fields();
      if (!Arrays.equals(fields, 0, fields.length, message, offset, end)) {
        return labels; // they can be written in several ways, and this would not be found again
      }
    }
    remember(labels, slot);
    return labels;
  }

  private void remember(Labels labels, int slot) {
    young[slot] = labels;
    size++;
    if (size == most) {
      old = young;
      young = new Labels[old.length];
      size = 0;
    } else if (2 * size > young.length) {
      Labels[] grown = new Labels[2 * young.length];
      for (Labels one : young) {
        if (one != null) {
          byte[] fields = one.fields();
          int hash = hash(fields, 0, fields.length);
          grown[slot(grown, hash, fields, 0, fields.length)] = one;
        }
      }
      young = grown;
    }
  }

  private int hash(byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Where these are, or would be. */
  private static int slot(Labels[] table, int hash, byte[] message, int from, int until) {
    int slot = hash & (table.length - 1);
    while (table[slot] != null) {
      byte[] fields = table[slot].fields();
      if (Arrays.equals(fields, 0, fields.length, message, from, until)) {
        return slot;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
