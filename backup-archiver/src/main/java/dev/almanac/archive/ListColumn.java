package dev.almanac.archive;

import java.util.function.IntConsumer;

/** Where the elements of a list stand: which levels an element, an empty list and a null get. */
final class ListColumn {

  private final Column[] leaves;
  private final int element;

  /** The leaves of one list: one, or the fields of its structs. */
  ListColumn(Column... leaves) {
    this.leaves = leaves;
    element = leaves[0].maxDefinition();
  }

  /** Places a list of this many elements and has each leaf's element set by {@code set}. */
  void add(int elements, IntConsumer set) {
    if (elements == 0) {
      place(0, element - 1);
    }
    for (int i = 0; i < elements; i++) {
      place(i == 0 ? 0 : 1, element);
      set.accept(i);
    }
  }

  /** Places a null where a list could be. */
  void addNull() {
    place(0, element - 2);
  }

  private void place(int repetition, int definition) {
    for (Column leaf : leaves) {
      leaf.place(repetition, definition);
    }
  }
}
