package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.InputWindow;

/**
 * The label indices: for each label name its values. Nothing has read them since Prometheus 2.x;
 * they are proved for the sake of a whole file.
 */
final class LabelIndices {

  private static final int WINDOW_BYTES = 1 << 16;
  private static final int LONGEST_VARINT = 10;

  private LabelIndices() {}

  static void verify(BlockInput input, IndexToc toc) {
    InputWindow window = input.window(WINDOW_BYTES);
    IndexSection table =
        IndexSection.at(
            input,
            window,
            toc.labelIndicesTable(),
            toc.endOf(toc.labelIndicesTable()),
            "a label offset table");
    // The least entry: its number of strings, a length, an offset.
    int count = table.readCount(window, table.start(), 3, "label indices");
    long at = table.start() + Integer.BYTES;
    StringEntry name = new StringEntry();
    for (int i = 0; i < count; i++) {
      ByteReader strings = table.read(window, at, LONGEST_VARINT);
      int names = strings.readCount(1, "label name in an entry");
      at = strings.offset();
      for (int n = 0; n < names; n++) {
        at = name.read(table, window, at);
      }
      ByteReader offset = table.read(window, at, LONGEST_VARINT);
      long labelIndex = offset.readUvarint();
      at = offset.offset();
      IndexSection.at(input, window, labelIndex, toc.offset(), "a label index");
    }
    if (at != table.end()) {
      throw table.corrupt(
          at, "the end of the table", (table.end() - at) + " bytes after its last entry");
    }
  }
}
