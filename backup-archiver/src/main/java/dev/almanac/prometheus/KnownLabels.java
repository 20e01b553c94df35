package dev.almanac.prometheus;

import dev.almanac.series.Labels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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
  private Known[] young = new Known[LEAST_SLOTS];
  private Known[] old = new Known[LEAST_SLOTS];
  private int size;

  /** The one that was asked for last. */
  private Known last = new Known(Labels.EMPTY);

  /** A label set, and which came after it the last time: as a rule it does so again. */
  private static final class Known {
    private final Labels labels;
    private Known next;

    Known(Labels labels) {
      this.labels = labels;
    }

    boolean is(byte[] message, int from, int until) {
      byte[] fields = labels.fields();
      return Arrays.equals(fields, 0, fields.length, message, from, until);
    }
  }

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
    Known known = last.next;
    if (known == null || !known.is(message, offset, end)) {
      known = find(message, offset, end);
      last.next = known;
    }
    last = known;
    return known.labels;
  }

  private Known find(byte[] message, int from, int until) throws IOException {
    int hash = hash(message, from, until - from);
    int slot = slot(young, hash, message, from, until);
    if (young[slot] != null) {
      return young[slot];
    }
    Known known = old[slot(old, hash, message, from, until)];
    if (known == null) {
      known = new Known(Wire.labels(message, from, until - from));
      if (!known.is(message, from, until)) {
        return known; // they can be written in several ways, and this would not be found again
      }
    }
    remember(known, slot);
    return known;
  }

  private void remember(Known known, int slot) {
    young[slot] = known;
    size++;
    if (size == most) {
      forgetOld();
    } else if (2 * size > young.length) {
      Known[] grown = new Known[2 * young.length];
      for (Known one : young) {
        if (one != null) {
          byte[] fields = one.labels.fields();
          int hash = hash(fields, 0, fields.length);
          grown[slot(grown, hash, fields, 0, fields.length)] = one;
        }
      }
      young = grown;
    }
  }

  /** Whoever is guessed is not looked up: all guesses end here, or none were ever forgotten. */
  private void forgetOld() {
    for (Known[] table : List.of(young, old)) {
      for (Known one : table) {
        if (one != null) {
          one.next = null;
        }
      }
    }
    last = new Known(Labels.EMPTY);
    old = young;
    young = new Known[old.length];
    size = 0;
  }

  private int hash(byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Where these are, or would be. */
  private static int slot(Known[] table, int hash, byte[] message, int from, int until) {
    int slot = hash & (table.length - 1);
    while (table[slot] != null && !table[slot].is(message, from, until)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
