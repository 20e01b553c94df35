package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.file.InputWindow;
import dev.almanac.tsdb.file.PageCache;
import java.util.function.Consumer;

/**
 * The table of all label names and values, sorted, which series refer to by number.
 *
 * <p>In memory lie the places of every 32nd symbol, a bounded number of pages of the table, and a
 * bounded number of short symbols as strings.
 */
final class Symbols {

  private static final int CACHED = 1 << 12;
  private static final int LONGEST_CACHED = 256;
  private static final int WINDOW_BYTES = 1 << 16;

  private final boolean byOffset;
  private final IndexSection section;
  private final int count;
  private final PageCache pages;

  /** Of every 32nd symbol, its distance from the section's start, unsigned. */
  private final int[] places;

  private final long[] cachedRefs = new long[CACHED];
  private final String[] cached = new String[CACHED];
  private byte[] bytes = new byte[LONGEST_CACHED];

  Symbols(BlockInput input, int version, long offset, long limit) {
    InputWindow window = input.window(WINDOW_BYTES);
    byOffset = version == IndexFormat.V1;
    section = IndexSection.at(input, window, offset, limit, "a symbol table");
    count = section.readCount(window, section.start(), 1, "symbols");
    places = new int[(count + IndexFormat.SYMBOL_STRIDE - 1) / IndexFormat.SYMBOL_STRIDE];
    pages = new PageCache(input, section.start(), section.end());
    locate(window);
  }

  private void locate(InputWindow window) {
    long at = section.start() + Integer.BYTES;
    StringEntry previous = new StringEntry();
    StringEntry symbol = new StringEntry();
    for (int i = 0; i < count; i++) {
      if (i % IndexFormat.SYMBOL_STRIDE == 0) {
        places[i / IndexFormat.SYMBOL_STRIDE] = (int) (at - section.start());
      }
      long next = symbol.read(section, window, at);
      if (i > 0 && symbol.compareTo(previous) <= 0) {
        throw section.corrupt(at, "a symbol after " + previous, symbol.toString());
      }
      at = next;
      StringEntry swap = previous;
      previous = symbol;
      symbol = swap;
    }
    if (at != section.end()) {
      throw section.corrupt(
          at, "the end of the symbol table", (section.end() - at) + " bytes after its last symbol");
    }
  }

  int count() {
    return count;
  }

  CorruptBlockException corrupt(long offset, String expected, String found) {
    return section.corrupt(offset, expected, found);
  }

  /** Hands every symbol, in ascending order, to {@code consumer}. */
  void forEach(Consumer<String> consumer) {
    InputWindow window = section.input().window(WINDOW_BYTES);
    StringEntry symbol = new StringEntry();
    long at = section.start() + Integer.BYTES;
    for (int i = 0; i < count; i++) {
      at = symbol.read(section, window, at);
      consumer.accept(symbol.text(section));
    }
  }

  /**
   * The symbol a series entry refers to.
   *
   * @param refererOffset where the reference stands, for the message
   * @throws CorruptBlockException where there is no such symbol or it is no UTF-8
   */
  String lookup(long ref, long refererOffset) {
    int slot = (int) (ref ^ (ref >>> 12)) & (CACHED - 1);
    if (cached[slot] != null && cachedRefs[slot] == ref) {
      return cached[slot];
    }
    long at =
        byOffset ? checkedOffset(ref, refererOffset) : place(checkedNumber(ref, refererOffset));
    Prefix prefix = prefix(at);
    if (bytes.length < prefix.length) {
      bytes = new byte[prefix.length];
    }
    pages.copy(prefix.textOffset, bytes, prefix.length);
    String text =
        ByteReader.utf8(section.input().file(), prefix.textOffset, bytes, 0, prefix.length);
    if (prefix.length <= LONGEST_CACHED) {
      cached[slot] = text;
      cachedRefs[slot] = ref;
    }
    return text;
  }

  private long checkedOffset(long ref, long refererOffset) {
    if (ref < section.start() + Integer.BYTES || ref >= section.end()) {
      throw section.corrupt(
          refererOffset,
          "a symbol between " + (section.start() + Integer.BYTES) + " and " + section.end(),
          Long.toUnsignedString(ref));
    }
    return ref;
  }

  /** The reference as a number of the table, where references are numbers. */
  int checkedNumber(long ref, long refererOffset) {
    if (ref < 0 || ref >= count) {
      throw section.corrupt(
          refererOffset, "a symbol below " + count, "symbol " + Long.toUnsignedString(ref));
    }
    return (int) ref;
  }

  private long place(int number) {
    int stride = number / IndexFormat.SYMBOL_STRIDE;
    long at = section.start() + Integer.toUnsignedLong(places[stride]);
    for (int i = stride * IndexFormat.SYMBOL_STRIDE; i < number; i++) {
      Prefix prefix = prefix(at);
      at = prefix.textOffset + prefix.length;
    }
    return at;
  }

  private record Prefix(int length, long textOffset) {}

  /** The length in front of a symbol; only a version 1 reference can lead to none. */
  private Prefix prefix(long offset) {
    long at = offset;
    long length = 0;
    int shift = 0;
    byte b;
    do {
      if (at >= section.end() || shift > 28) {
        throw section.corrupt(offset, "a symbol", "no length in front of it");
      }
      b = pages.byteAt(at++);
      length |= (b & 0x7FL) << shift;
      shift += 7;
    } while (b < 0);
    if (length > Math.min(section.end() - at, IndexFormat.LONGEST_SYMBOL)) {
      throw section.corrupt(
          offset, "a symbol of at most " + (section.end() - at) + " bytes", length + " bytes");
    }
    return new Prefix((int) length, at);
  }
}
