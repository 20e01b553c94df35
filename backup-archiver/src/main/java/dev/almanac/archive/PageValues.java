package dev.almanac.archive;

/**
 * The numbers of one page, from its first to its last, decoded a few at a time: a page of many rows
 * is never in memory as more than its encoded bytes.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet
 *     encodings</a>
 */
interface PageValues {

  /** Decodes the next numbers; never more in all than the page holds. */
  void next(int count, long[] into) throws MalformedPageException;

  /** Passes over the next numbers, mostly without decoding them. */
  void skip(int count) throws MalformedPageException;

  /** PLAIN: numbers of four or eight bytes, of which the page is unpacked as far as they go. */
  static PageValues plain(PageContent page, int width, int count) throws MalformedPageException {
    if ((long) count * width > page.end() - page.start()) {
      throw new MalformedPageException(
          count + " numbers in " + (page.end() - page.start()) + " bytes");
    }
    return new PageValues() {
      private int at = page.start();

      @Override
      public void next(int count, long[] into) throws MalformedPageException {
        byte[] bytes = page.part(at, at + count * width);
        for (int i = 0; i < count; i++, at += width) {
          into[i] =
              width == Long.BYTES
                  ? (long) Bytes.LONG.get(bytes, at)
                  : (int) Bytes.INT.get(bytes, at);
        }
      }

      @Override
      public void skip(int count) {
        at += count * width;
      }
    };
  }

  /** PLAIN: booleans, as 0 and 1. */
  static PageValues flags(PageInput in, int count) throws MalformedPageException {
    int from = in.take((count + 7) >> 3);
    return new PageValues() {
      private int bit;

      @Override
      public void next(int count, long[] into) {
        for (int i = 0; i < count; i++, bit++) {
          into[i] = (in.bytes[from + (bit >> 3)] >> (bit & 7)) & 1;
        }
      }

      @Override
      public void skip(int count) {
        bit += count;
      }
    };
  }

  /** BYTE_STREAM_SPLIT: the first bytes of all numbers, then their second bytes, and so on. */
  static PageValues byteStreamSplit(PageInput in, int total) throws MalformedPageException {
    int from = in.take((long) total * Long.BYTES);
    return new PageValues() {
      private int at = from;

      @Override
      public void next(int count, long[] into) {
        for (int i = 0; i < count; i++, at++) {
          long value = 0;
          for (int plane = 0; plane < Long.BYTES; plane++) {
            value |= (in.bytes[at + plane * total] & 0xFFL) << (plane * Byte.SIZE);
          }
          into[i] = value;
        }
      }

      @Override
      public void skip(int count) {
        at += count;
      }
    };
  }

  /** RLE_DICTIONARY: indices of numbers that stand at the beginning of the column. */
  static PageValues ofDictionary(HybridValues indices, long[] dictionary) {
    return new PageValues() {
      @Override
      public void next(int count, long[] into) throws MalformedPageException {
        indices.next(count, into);
        for (int i = 0; i < count; i++) {
          into[i] = dictionary[(int) into[i]];
        }
      }

      @Override
      public void skip(int count) throws MalformedPageException {
        indices.skip(count);
      }
    };
  }
}
