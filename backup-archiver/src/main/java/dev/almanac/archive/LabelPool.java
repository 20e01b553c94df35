package dev.almanac.archive;

import dev.almanac.series.Labels;
import java.util.HashMap;
import java.util.Map;

/** Label sets that are there once, however many use them. */
final class LabelPool {

  /** An entry of the map, a count, and the set without its labels. */
  private static final int OVERHEAD = 128;

  /** Two references and, of most, a text that others have too. */
  private static final int OF_LABEL = 32;

  private final Map<Labels, Use> uses = new HashMap<>();
  private long weight;

  private static final class Use {

    private final Labels labels;
    private int count;

    Use(Labels labels) {
      this.labels = labels;
    }
  }

  /** About how many bytes a label set takes. */
  static long weightOf(int labels) {
    return OVERHEAD + (long) labels * OF_LABEL;
  }

  /** The one of all that are equal; to be given back as often as it was taken. */
  Labels take(Labels labels) {
    Use use = uses.get(labels);
    if (use == null) {
      use = new Use(labels);
      uses.put(labels, use);
      weight += weightOf(labels.size());
    }
    use.count++;
    return use.labels;
  }

  /** Gives one back. */
  void release(Labels labels) {
    Use use = uses.get(labels);
    if (--use.count == 0) {
      uses.remove(labels);
      weight -= weightOf(labels.size());
    }
  }

  /** About how many bytes all of them take. */
  long weight() {
    return weight;
  }
}
