package dev.almanac.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
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
  private final int readAhead;
  private final CRC32 crc = new CRC32();
  private ColumnChunk chunk;
  private List<PageLocation> pages = List.of();
  private int rowsInGroup;
  private ColumnIndex index;
  private boolean indexRead;
  private boolean dictionaryRead;
  private long[] dictionaryNumbers = new long[0];
  private byte[][] dictionaryStrings = new byte[0][];
  private int dictionarySize;
  private byte[] window = new byte[0];
  private long windowStart;

  /** Where in the window the page that is being read ends. */
  private int pageEnd;

  private int page;

  /** The page's levels and values, uncompressed, and zeros behind them. */
  private byte[] body = new byte[0];

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
    this.readAhead = readAhead;
    physical = column.getPrimitiveType().getPrimitiveTypeName();
  }

  /** Moves to a row group; nothing but the page locations is read yet. */
  void openGroup(int group) {
    chunk = file.chunk(group, column);
    pages = file.offsetIndex(chunk).getPage_locations();
    rowsInGroup = file.rowsOf(group);
    indexRead = false;
    dictionaryRead = false;
    dictionarySize = 0;
    window = new byte[0];
    if (pages.isEmpty()) {
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
        : (int) Math.max(-1, Math.min(rowsInGroup, pages.get(of).getFirst_row_index()));
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
      index = file.columnIndex(chunk);
      indexRead = true;
    }
    return index;
  }

  /** Values and nulls in the page that was opened. */
  int slots() {
    return slots;
  }

  /** Reads a page of the current row group; its values come by {@link #decode}. */
  void open(int wanted) {
    page = wanted;
    checked(() -> read(pages.get(page), rowsOf(page)));
  }

  /** Decodes the next slots of the page, from index 0 of the arrays on. */
  void decode(int count) {
    checked(() -> source.next(levels(count)));
  }

  /** Passes over the next slots of the page. */
  void skip(int count) {
    checked(() -> source.skip(levels(count)));
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
          describe(page) + " @ " + pages.get(page).getOffset(),
          "a page that decodes",
          e.getMessage(),
          e);
    }
  }

  private String describe(int of) {
    return "column " + String.join(".", column.getPath()) + (of < 0 ? "" : ", page " + of);
  }

  private void read(PageLocation location, int rows) throws MalformedPageException {
    readDictionary();
    ByteArrayInputStream in = stream(location.getOffset(), location.getCompressed_page_size());
    PageHeader header = header(in);
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
    int end = body(header, in, levels, !data.isSetIs_compressed() || data.isIs_compressed());
    if (pageEnd == window.length) {
      window = new byte[0];
    }
    repetitionLevels =
        levels(new PageInput(body, 0, repetitionLength), column.getMaxRepetitionLevel());
    definitionLevels =
        levels(new PageInput(body, repetitionLength, levels), column.getMaxDefinitionLevel());
    source =
        valuesLeft == 0
            ? count -> {}
            : source(data.getEncoding(), new PageInput(body, levels, end));
  }

  private HybridValues levels(PageInput in, int max) throws MalformedPageException {
    return max == 0 ? null : new HybridValues(in, BytesUtils.getWidthFromMaxInt(max), slots, max);
  }

  private ValueSource source(Encoding encoding, PageInput in) throws MalformedPageException {
    boolean text = physical == PrimitiveTypeName.BINARY;
    boolean wide = physical == PrimitiveTypeName.INT64 || physical == PrimitiveTypeName.DOUBLE;
    if (encoding == Encoding.RLE_DICTIONARY) {
      HybridValues indices = new HybridValues(in, in.nextByte(), valuesLeft, dictionarySize - 1);
      return text
          ? count -> stringsAt(indices, count)
          : numbers(PageValues.ofDictionary(indices, dictionaryNumbers));
    }
    if (encoding == Encoding.PLAIN) {
      return text ? count -> strings(in, count) : plain(in, valuesLeft);
    }
    if (encoding == Encoding.DELTA_BINARY_PACKED && physical == PrimitiveTypeName.INT64) {
      return numbers(new DeltaValues(in, valuesLeft));
    }
    if (encoding == Encoding.BYTE_STREAM_SPLIT && wide) {
      return numbers(PageValues.byteStreamSplit(in, valuesLeft));
    }
    throw new MalformedPageException("encoding " + encoding + " of " + physical);
  }

  private ValueSource plain(PageInput in, int count) throws MalformedPageException {
    return numbers(
        switch (physical) {
          case BOOLEAN -> PageValues.flags(in, count);
          case INT32 -> PageValues.plain(in, Integer.BYTES, count);
          default -> PageValues.plain(in, Long.BYTES, count);
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
    slotsLeft -= count;
    valuesLeft -= values;
    if (valuesLeft < 0 || (slotsLeft == 0 && valuesLeft > 0)) {
      throw new MalformedPageException("other nulls than the header says");
    }
    return values;
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

  private void readDictionary() throws MalformedPageException {
    if (dictionaryRead || !chunk.getMeta_data().isSetDictionary_page_offset()) {
      return;
    }
    long offset = chunk.getMeta_data().getDictionary_page_offset();
    long length = pages.get(0).getOffset() - offset;
    if (length < 1 || length > PageLimits.BYTES) {
      throw new MalformedPageException("a dictionary page of " + length + " bytes @ " + offset);
    }
    ByteArrayInputStream in = stream(offset, (int) length);
    PageHeader header = header(in);
    if (header.getType() != PageType.DICTIONARY_PAGE || !header.isSetDictionary_page_header()) {
      throw new MalformedPageException("a page of type " + header.getType() + " for a dictionary");
    }
    int end = body(header, in, 0, true);
    PageInput plain = new PageInput(body, 0, end);
    int size = header.getDictionary_page_header().getNum_values();
    if (size < 1 || size > plain.remaining() / Integer.BYTES) {
      throw new MalformedPageException("a dictionary of " + size + " values");
    }
    if (physical == PrimitiveTypeName.BINARY) {
      strings(plain, size);
      dictionaryStrings = Arrays.copyOf(strings, size);
    } else {
      plain(plain, size).next(size);
      dictionaryNumbers = Arrays.copyOf(numbers, size);
    }
    dictionarySize = size;
    dictionaryRead = true;
  }

  /** The bytes from an offset on, fetched together with what follows them in the column. */
  private ByteArrayInputStream stream(long offset, int length) throws MalformedPageException {
    if (length < 1 || length > PageLimits.BYTES) {
      throw new MalformedPageException("a page of " + length + " bytes");
    }
    if (offset < windowStart || offset + length > windowStart + window.length) {
      PageLocation last = pages.get(pages.size() - 1);
      long end = last.getOffset() + last.getCompressed_page_size();
      long wanted = Math.max(length, Math.min(readAhead, end - offset));
      window = file.bytes(describe(page), offset, (int) wanted);
      windowStart = offset;
    }
    int from = (int) (offset - windowStart);
    pageEnd = from + length;
    return new ByteArrayInputStream(window, from, length);
  }

  private static PageHeader header(ByteArrayInputStream in) throws MalformedPageException {
    try {
      return Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new MalformedPageException("no page header: " + e);
    }
  }

  /**
   * Puts what follows the header into {@link #body}: {@code levels} bytes as they are, the rest
   * decompressed.
   *
   * @return where it ends
   */
  private int body(PageHeader header, ByteArrayInputStream in, int levels, boolean compressed)
      throws MalformedPageException {
    int stored = header.getCompressed_page_size();
    int raw = header.getUncompressed_page_size();
    if (stored != in.available() || levels > stored || raw < levels || raw > PageLimits.BYTES) {
      throw new MalformedPageException(
          "sizes " + stored + " and " + raw + " where " + in.available() + " bytes are left");
    }
    int from = pageEnd - stored;
    crc.reset();
    crc.update(window, from, stored);
    if (!header.isSetCrc() || (int) crc.getValue() != header.getCrc()) {
      throw new MalformedPageException(
          "CRC-32 %08x where the header says %s"
              .formatted(
                  (int) crc.getValue(),
                  header.isSetCrc() ? "%08x".formatted(header.getCrc()) : "none"));
    }
    if (body.length < raw + PageInput.PADDING) {
      body = new byte[raw + PageInput.PADDING];
    }
    if (!compressed || stored == levels) {
      if (raw != stored) {
        throw new MalformedPageException(
            "a stored page of " + stored + " bytes, said to be " + raw);
      }
      System.arraycopy(window, from, body, 0, stored);
    } else {
      System.arraycopy(window, from, body, 0, levels);
      decompress(from + levels, stored - levels, levels, raw - levels);
    }
    Arrays.fill(body, raw, raw + PageInput.PADDING, (byte) 0);
    return raw;
  }

  private void decompress(int from, int length, int to, int rawLength)
      throws MalformedPageException {
    long content = Zstd.getFrameContentSize(window, from, length);
    if (content != rawLength) {
      throw new MalformedPageException(
          "a zstd frame of " + content + " bytes where the header says " + rawLength);
    }
    long written;
    try {
      written = Zstd.decompressByteArray(body, to, rawLength, window, from, length);
    } catch (ZstdException e) {
      throw new MalformedPageException("no zstd frame: " + e.getMessage());
    }
    if (written != rawLength) {
      throw new MalformedPageException("a zstd frame that gives " + written + " bytes");
    }
  }

  private static long[] roomFor(long[] array, int length) {
    return array.length >= length ? array : new long[length];
  }

  private static byte[] roomFor(byte[] array, int length) {
    return array.length >= length ? array : new byte[length];
  }
}
