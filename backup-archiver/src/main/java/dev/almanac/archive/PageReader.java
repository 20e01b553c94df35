package dev.almanac.archive;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Reads one column page by page, and the values of a page some at a time, into arrays that are used
 * again. Numbers are in {@link #numbers} (doubles as raw bits, booleans as 0 and 1), strings in
 * {@link #strings}; only values are there, nulls are told by {@link #definitions}.
 */
final class PageReader {

  /** How many bytes to fetch at once where memory is not short. */
  static final int READ_AHEAD = 1 << 20;

  long[] numbers = new long[0];
  byte[][] strings = new byte[0][];

  /** One per slot where the column is nullable or a list. */
  byte[] definitions = new byte[0];

  /** One per slot where the column is a list. */
  byte[] repetitions = new byte[0];

  private final ArchiveFile file;
  private final ColumnDescriptor column;
  private final PrimitiveTypeName physical;
  private final PageBytes bytes;
  private ColumnPlace place;
  private PagePlaces pages;
  private int rowsInGroup;
  private ColumnIndex index;
  private boolean indexRead;
  private boolean dictionaryRead;
  private long[] dictionaryNumbers = new long[0];
  private byte[][] dictionaryStrings = new byte[0][];
  private int dictionarySize;
  private int page;

  private int slots;

  /** How many slots and values of the page are still to be decoded. */
  private int slotsLeft;

  private int valuesLeft;
  private HybridValues repetitionLevels;
  private HybridValues definitionLevels;
  private ValueSource source;

  /** Decodes the next values of the page into the arrays of this reader, or passes over them. */
  private interface ValueSource {

    void next(int count) throws MalformedPageException;

    default void skip(int count) throws MalformedPageException {
      next(count);
    }
  }

  /**
   * @param readAhead how many bytes to fetch at once, if a page does not need more
   */
  PageReader(ArchiveFile file, ColumnDescriptor column, int readAhead) {
    this.file = file;
    this.column = column;
    bytes = new PageBytes(file, readAhead);
    physical = column.getPrimitiveType().getPrimitiveTypeName();
  }

  /** Moves to a row group; nothing but the page locations is read yet. */
  void openGroup(int group) {
    place = file.place(group, column);
    pages = file.pages(place);
    rowsInGroup = file.rowsOf(group);
    indexRead = false;
    dictionaryRead = false;
    dictionarySize = 0;
    bytes.clear();
    if (pages.size() == 0) {
      throw file.corrupt(describe(-1), "pages", "none", null);
    }
    for (int each = 0; each < pages.size(); each++) {
      rowsOf(each);
    }
  }

  int pages() {
    return pages.size();
  }

  /** The first row of a page, counted within its row group. */
  int firstRow(int of) {
    return of == pages.size()
        ? rowsInGroup
        : (int) Math.max(-1, Math.min(rowsInGroup, pages.firstRow(of)));
  }

  private int rowsOf(int of) {
    int rows = firstRow(of + 1) - firstRow(of);
    if (rows < 1 || rows > PageLimits.ROWS || firstRow(0) != 0) {
      throw file.corrupt(
          describe(of), "1 to " + PageLimits.ROWS + " rows, in order", rows + " rows", null);
    }
    return rows;
  }

  /** What the index knows of each page's values, or null. */
  ColumnIndex index() {
    if (!indexRead) {
      index = file.columnIndex(place);
      indexRead = true;
    }
    return index;
  }

  /** Values and nulls in the page that was opened. */
  int slots() {
    return slots;
  }

  /** Where the bytes begin that opening a page will fetch; -1 where they are here. */
  long fetchStart(int of) {
    if (bytes.holds(pages.offset(of), pages.length(of))) {
      return -1;
    }
    return dictionaryRead || !place.hasDictionary() ? pages.offset(of) : place.dictionary();
  }

  /** Where the bytes end that opening a page will fetch. */
  long fetchEnd(int of) {
    return pages.offset(of) + bytes.toFetch(pages.offset(of), pages.length(of), end());
  }

  /** Reads a page of the current row group; its values come by {@link #decode}. */
  void open(int wanted) {
    page = wanted;
    checked(() -> read(rowsOf(page)));
  }

  /** Decodes the next slots of the page, from index 0 of the arrays on. */
  void decode(int count) {
    checked(() -> source.next(levels(count)));
  }

  /** Passes over the next slots of the page. */
  void skip(int count) {
    checked(() -> source.skip(passLevels(count)));
  }

  /** Reads and decodes a page of the current row group. */
  void load(int wanted) {
    open(wanted);
    decode(slots);
    checked(() -> checkRows(rowsOf(page)));
  }

  private interface Step {
    void run() throws MalformedPageException;
  }

  private void checked(Step step) {
    try {
      step.run();
    } catch (MalformedPageException e) {
      throw file.corrupt(
          describe(page) + " @ " + pages.offset(page), "a page that decodes", e.getMessage(), e);
    }
  }

  private String describe(int of) {
    return "column " + String.join(".", column.getPath()) + (of < 0 ? "" : ", page " + of);
  }

  private void read(int rows) throws MalformedPageException {
    readDictionary();
    PageHeader header = bytes.fetch(pages.offset(page), pages.length(page), end(), describe(page));
    DataPageHeaderV2 data = header.getData_page_header_v2();
    if (header.getType() != PageType.DATA_PAGE_V2 || data == null) {
      throw new MalformedPageException("a page of type " + header.getType());
    }
    if (data.getNum_rows() != rows) {
      throw new MalformedPageException(data.getNum_rows() + " rows where the index says " + rows);
    }
    slots = data.getNum_values();
    int most = column.getMaxRepetitionLevel() > 0 ? PageLimits.VALUES : rows;
    if (slots < rows || slots > most) {
      throw new MalformedPageException(slots + " values in " + rows + " rows");
    }
    slotsLeft = slots;
    valuesLeft = slots - data.getNum_nulls();
    if (valuesLeft < 0 || valuesLeft > slots) {
      throw new MalformedPageException(data.getNum_nulls() + " nulls in " + slots + " values");
    }
    int repetitionLength = Math.max(0, data.getRepetition_levels_byte_length());
    int definitionLength = Math.max(0, data.getDefinition_levels_byte_length());
    int levels = Math.addExact(repetitionLength, definitionLength);
    PageContent content =
        bytes.content(levels, !data.isSetIs_compressed() || data.isIs_compressed());
    repetitionLevels = levels(content.levels(0, repetitionLength), column.getMaxRepetitionLevel());
    definitionLevels =
        levels(content.levels(repetitionLength, levels), column.getMaxDefinitionLevel());
    source = valuesLeft == 0 ? count -> {} : source(data.getEncoding(), content);
  }

  private HybridValues levels(PageInput in, int max) throws MalformedPageException {
    return max == 0 ? null : new HybridValues(in, BytesUtils.getWidthFromMaxInt(max), slots, max);
  }

  private ValueSource source(Encoding encoding, PageContent content) throws MalformedPageException {
    boolean text = physical == PrimitiveTypeName.BINARY;
    boolean wide = physical == PrimitiveTypeName.INT64 || physical == PrimitiveTypeName.DOUBLE;
    if (encoding == Encoding.PLAIN && !text) {
      return plain(content, valuesLeft);
    }
    PageInput in = content.values();
    if (encoding == Encoding.RLE_DICTIONARY) {
      HybridValues indices = new HybridValues(in, in.nextByte(), valuesLeft, dictionarySize - 1);
      return text
          ? count -> stringsAt(indices, count)
          : numbers(PageValues.ofDictionary(indices, dictionaryNumbers));
    }
    if (encoding == Encoding.PLAIN) {
      return count -> strings(in, count);
    }
    if (encoding == Encoding.DELTA_BINARY_PACKED && physical == PrimitiveTypeName.INT64) {
      return numbers(new DeltaValues(in, valuesLeft));
    }
    if (encoding == Encoding.BYTE_STREAM_SPLIT && wide) {
      return numbers(PageValues.byteStreamSplit(in, valuesLeft));
    }
    throw new MalformedPageException("encoding " + encoding + " of " + physical);
  }

  private ValueSource plain(PageContent content, int count) throws MalformedPageException {
    return numbers(
        switch (physical) {
          case BOOLEAN -> PageValues.flags(content.values(), count);
          case INT32 -> PageValues.plain(content, Integer.BYTES, count);
          default -> PageValues.plain(content, Long.BYTES, count);
        });
  }

  private ValueSource numbers(PageValues values) {
    return new ValueSource() {
      @Override
      public void next(int count) throws MalformedPageException {
        numbers = roomFor(numbers, count);
        values.next(count, numbers);
      }

      @Override
      public void skip(int count) throws MalformedPageException {
        values.skip(count);
      }
    };
  }

  private void stringsAt(HybridValues indices, int count) throws MalformedPageException {
    numbers = roomFor(numbers, count);
    indices.next(count, numbers);
    strings = strings.length >= count ? strings : new byte[count][];
    for (int i = 0; i < count; i++) {
      strings[i] = dictionaryStrings[(int) numbers[i]];
    }
  }

  private void strings(PageInput in, int count) throws MalformedPageException {
    strings = strings.length >= count ? strings : new byte[count][];
    for (int i = 0; i < count; i++) {
      int length = in.nextInt();
      int from = in.take(length);
      strings[i] = Arrays.copyOfRange(in.bytes, from, from + length);
    }
  }

  /** Decodes the levels of the next slots; how many of them have a value. */
  private int levels(int count) throws MalformedPageException {
    if (repetitionLevels != null) {
      repetitions = roomFor(repetitions, count);
      repetitionLevels.next(count, repetitions);
    }
    int values = count;
    if (definitionLevels != null) {
      definitions = roomFor(definitions, count);
      definitionLevels.next(count, definitions);
      values = present(count);
    }
    take(count, values);
    return values;
  }

  /** Passes over the levels of the next slots; how many of them have a value. */
  private int passLevels(int count) throws MalformedPageException {
    if (repetitionLevels != null) {
      repetitionLevels.skip(count);
    }
    int values = definitionLevels == null ? count : definitionLevels.countHighest(count);
    take(count, values);
    return values;
  }

  private void take(int count, int values) throws MalformedPageException {
    slotsLeft -= count;
    valuesLeft -= values;
    if (valuesLeft < 0 || (slotsLeft == 0 && valuesLeft > 0)) {
      throw new MalformedPageException("other nulls than the header says");
    }
  }

  private int present(int count) {
    int max = column.getMaxDefinitionLevel();
    int present = 0;
    for (int i = 0; i < count; i++) {
      present += definitions[i] == max ? 1 : 0;
    }
    return present;
  }

  private void checkRows(int rows) throws MalformedPageException {
    if (column.getMaxRepetitionLevel() > 0) {
      int found = 0;
      for (int i = 0; i < slots; i++) {
        found += repetitions[i] == 0 ? 1 : 0;
      }
      if (found != rows || repetitions[0] != 0) {
        throw new MalformedPageException(found + " rows where the index says " + rows);
      }
    }
  }

  /** Where the last page of the column in this row group ends. */
  private long end() {
    return pages.end(pages.size() - 1);
  }

  private void readDictionary() throws MalformedPageException {
    if (dictionaryRead || !place.hasDictionary()) {
      return;
    }
    long offset = place.dictionary();
    long length = pages.offset(0) - offset;
    if (length < 1 || length > PageLimits.BYTES) {
      throw new MalformedPageException("a dictionary page of " + length + " bytes @ " + offset);
    }
    PageHeader header = bytes.fetch(offset, (int) length, end(), describe(page));
    if (header.getType() != PageType.DICTIONARY_PAGE || !header.isSetDictionary_page_header()) {
      throw new MalformedPageException("a page of type " + header.getType() + " for a dictionary");
    }
    PageContent content = bytes.content(0, true);
    int size = header.getDictionary_page_header().getNum_values();
    if (size < 1 || size > content.end() / Integer.BYTES) {
      throw new MalformedPageException("a dictionary of " + size + " values");
    }
    if (physical == PrimitiveTypeName.BINARY) {
      strings(content.values(), size);
      dictionaryStrings = Arrays.copyOf(strings, size);
    } else {
      plain(content, size).next(size);
      dictionaryNumbers = Arrays.copyOf(numbers, size);
    }
    dictionarySize = size;
    dictionaryRead = true;
  }

  private static long[] roomFor(long[] array, int length) {
    return array.length >= length ? array : new long[length];
  }

  private static byte[] roomFor(byte[] array, int length) {
    return array.length >= length ? array : new byte[length];
  }
}
