package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.InputWindow;

/** Reads lists of series from the postings sections. */
final class PostingsReader {

  private static final int REFS_AT_ONCE = 1 << 13;

  private PostingsReader() {}

  /** The list at {@code offset}: references that ascend strictly and lie among the series. */
  static Postings read(BlockInput input, InputWindow window, long offset, IndexToc toc, int unit) {
    IndexSection section = IndexSection.at(input, window, offset, toc.offset(), "postings");
    int count = checkedCount(section, window);
    int[] refs = new int[count];
    long first = (toc.series() + unit - 1) / unit;
    long least = first;
    for (int i = 0; i < count; ) {
      int some = Math.min(REFS_AT_ONCE, count - i);
      long at = section.start() + (long) Integer.BYTES * (i + 1);
      ByteReader reader = window.read(at, some * Integer.BYTES);
      for (int until = i + some; i < until; i++) {
        long ref = reader.readUnsignedInt();
        if (ref < least || ref * unit >= toc.seriesEnd()) {
          throw section.corrupt(
              section.start() + (long) Integer.BYTES * (i + 1),
              "a series from " + least + " on, before " + toc.seriesEnd() / unit,
              String.valueOf(ref));
        }
        refs[i] = (int) ref;
        least = ref + 1;
      }
    }
    return new Postings(refs);
  }

  private static int checkedCount(IndexSection section, InputWindow window) {
    int count = section.readCount(window, section.start(), Integer.BYTES, "series");
    if (section.length() != Integer.BYTES * (count + 1L)) {
      throw section.corrupt(
          section.start(),
          (section.length() / Integer.BYTES - 1) + " series in " + section.length() + " bytes",
          count + " series");
    }
    return count;
  }
}
