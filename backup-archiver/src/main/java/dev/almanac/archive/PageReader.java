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
 * Reads one column page by page into arrays that are used again. Numbers are in {@link #numbers}
 * (doubles as raw bits, booleans as 0 and 1), strings in {@link #strings}; only values are there,
 * nulls are told by {@link #definitions}.
 */
final class PageReader {

  /** How much is fetched at once. */
  private static final int WINDOW = 1 << 20;

  long[] numbers = new long[0];
  byte[][] strings = new byte[0][];

  /** One per slot where the column is nullable or a list. */
  long[] definitions = new long[0];

  /** One per slot where the column is a list. */
  long[] repetitions = new long[0];

  private final ArchiveFile file;
  private final ColumnDescriptor column;
  private final PrimitiveTypeName physical;
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
  private int slots;
  private int values;
  private String place = "";

  PageReader(ArchiveFile file, ColumnDescriptor column) {
    this.file = file;
    this.column = column;
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
    for (int page = 0; page < pages.size(); page++) {
      rowsOf(page);
    }
  }

  int pages() {
    return pages.size();
  }

  /** The first row of a page, counted within its row group. */
  int firstRow(int page) {
    return page == pages.size()
        ? rowsInGroup
        : (int) Math.max(-1, Math.min(rowsInGroup, pages.get(page).getFirst_row_index()));
  }

  private int rowsOf(int page) {
    int rows = firstRow(page + 1) - firstRow(page);
    if (rows < 1 || rows > PageLimits.ROWS || firstRow(0) != 0) {
      throw file.corrupt(
          describe(page), "1 to " + PageLimits.ROWS + " rows, in order", rows + " rows", null);
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

  /** Values and nulls in the page that was loaded. */
  int slots() {
    return slots;
  }

  /** Reads and decodes a page of the current row group. */
  void load(int page) {
    place = describe(page);
    PageLocation location = pages.get(page);
    int length = location.getCompressed_page_size();
    try {
      load(location.getOffset(), length, rowsOf(page));
    } catch (MalformedPageException e) {
      throw file.corrupt(
          place + " @ " + location.getOffset(), "a page that decodes", e.getMessage(), e);
    }
  }

  private String describe(int page) {
    return "column " + String.join(".", column.getPath()) + (page < 0 ? "" : ", page " + page);
  }

  private void load(long offset, int length, int rows) throws MalformedPageException {
    readDictionary();
    ByteArrayInputStream in = stream(offset, length);
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
    int repetitionLength = data.getRepetition_levels_byte_length();
    int definitionLength = data.getDefinition_levels_byte_length();
    int levels = Math.addExact(Math.max(0, repetitionLength), Math.max(0, definitionLength));
    byte[] body = body(header, in, levels, !data.isSetIs_compressed() || data.isIs_compressed());
    PageInput levelsIn = new PageInput(body, 0, Math.max(0, repetitionLength));
    repetitions = levels(levelsIn, column.getMaxRepetitionLevel(), repetitions);
    levelsIn = new PageInput(body, Math.max(0, repetitionLength), levels);
    definitions = levels(levelsIn, column.getMaxDefinitionLevel(), definitions);
    values = countValues();
    checkRows(rows);
    decode(data.getEncoding(), new PageInput(body, levels, body.length - PageInput.PADDING));
  }

  private long[] levels(PageInput in, int max, long[] into) throws MalformedPageException {
    if (max == 0) {
      return into;
    }
    long[] levels = roomFor(into, slots);
    PageDecoder.hybrid(in, BytesUtils.getWidthFromMaxInt(max), slots, max, levels);
    return levels;
  }

  private int countValues() {
    int max = column.getMaxDefinitionLevel();
    if (max == 0) {
      return slots;
    }
    int count = 0;
    for (int i = 0; i < slots; i++) {
      count += definitions[i] == max ? 1 : 0;
    }
    return count;
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

  private void decode(Encoding encoding, PageInput in) throws MalformedPageException {
    if (physical == PrimitiveTypeName.BINARY) {
      strings = strings.length >= values ? strings : new byte[values][];
    } else {
      numbers = roomFor(numbers, values);
    }
    if (values == 0) {
      return;
    }
    boolean wide = physical == PrimitiveTypeName.INT64 || physical == PrimitiveTypeName.DOUBLE;
    if (encoding == Encoding.RLE_DICTIONARY) {
      fromDictionary(in);
    } else if (encoding == Encoding.PLAIN) {
      plain(in, values, numbers, strings);
    } else if (encoding == Encoding.DELTA_BINARY_PACKED && physical == PrimitiveTypeName.INT64) {
      PageDecoder.delta(in, values, numbers);
    } else if (encoding == Encoding.BYTE_STREAM_SPLIT && wide) {
      PageDecoder.byteStreamSplit(in, values, numbers);
    } else {
      throw new MalformedPageException("encoding " + encoding + " of " + physical);
    }
  }

  private void plain(PageInput in, int count, long[] intoNumbers, byte[][] intoStrings)
      throws MalformedPageException {
    switch (physical) {
      case BINARY -> PageDecoder.strings(in, count, intoStrings);
      case BOOLEAN -> PageDecoder.flags(in, count, intoNumbers);
      case INT32 -> PageDecoder.plain(in, Integer.BYTES, count, intoNumbers);
      default -> PageDecoder.plain(in, Long.BYTES, count, intoNumbers);
    }
  }

  private void fromDictionary(PageInput in) throws MalformedPageException {
    int width = in.nextByte();
    long[] indices = physical == PrimitiveTypeName.BINARY ? new long[values] : numbers;
    PageDecoder.hybrid(in, width, values, dictionarySize - 1, indices);
    for (int i = 0; i < values; i++) {
      if (physical == PrimitiveTypeName.BINARY) {
        strings[i] = dictionaryStrings[(int) indices[i]];
      } else {
        numbers[i] = dictionaryNumbers[(int) indices[i]];
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
    byte[] body = body(header, in, 0, true);
    PageInput plain = new PageInput(body, 0, body.length - PageInput.PADDING);
    int size = header.getDictionary_page_header().getNum_values();
    if (size < 1 || size > plain.remaining() / Integer.BYTES) {
      throw new MalformedPageException("a dictionary of " + size + " values");
    }
    dictionaryNumbers = new long[physical == PrimitiveTypeName.BINARY ? 0 : size];
    dictionaryStrings = new byte[physical == PrimitiveTypeName.BINARY ? size : 0][];
    plain(plain, size, dictionaryNumbers, dictionaryStrings);
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
      long wanted = Math.max(length, Math.min(WINDOW, end - offset));
      window = file.bytes(place, offset, (int) wanted);
      windowStart = offset;
    }
    return new ByteArrayInputStream(window, (int) (offset - windowStart), length);
  }

  private static PageHeader header(ByteArrayInputStream in) throws MalformedPageException {
    try {
      return Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new MalformedPageException("no page header: " + e);
    }
  }

  /** What follows the header: {@code levels} bytes as they are, the rest decompressed. */
  private byte[] body(PageHeader header, ByteArrayInputStream in, int levels, boolean compressed)
      throws MalformedPageException {
    int stored = header.getCompressed_page_size();
    int raw = header.getUncompressed_page_size();
    if (stored != in.available() || levels > stored || raw < levels || raw > PageLimits.BYTES) {
      throw new MalformedPageException(
          "sizes " + stored + " and " + raw + " where " + in.available() + " bytes are left");
    }
    byte[] bytes = in.readAllBytes();
    crc.reset();
    crc.update(bytes);
    if (!header.isSetCrc() || (int) crc.getValue() != header.getCrc()) {
      throw new MalformedPageException(
          "CRC-32 %08x where the header says %s"
              .formatted(
                  (int) crc.getValue(),
                  header.isSetCrc() ? "%08x".formatted(header.getCrc()) : "none"));
    }
    if (!compressed || stored == levels) {
      if (raw != stored) {
        throw new MalformedPageException(
            "a stored page of " + stored + " bytes, said to be " + raw);
      }
      return Arrays.copyOf(bytes, stored + PageInput.PADDING);
    }
    byte[] frame = levels == 0 ? bytes : Arrays.copyOfRange(bytes, levels, stored);
    long content = Zstd.getFrameContentSize(frame);
    if (content != raw - levels) {
      throw new MalformedPageException(
          "a zstd frame of " + content + " bytes where the header says " + (raw - levels));
    }
    byte[] body = Arrays.copyOf(bytes, raw + PageInput.PADDING);
    long written;
    try {
      written = Zstd.decompressByteArray(body, levels, raw - levels, frame, 0, frame.length);
    } catch (ZstdException e) {
      throw new MalformedPageException("no zstd frame: " + e.getMessage());
    }
    if (written != raw - levels) {
      throw new MalformedPageException("a zstd frame that gives " + written + " bytes");
    }
    Arrays.fill(body, raw, body.length, (byte) 0);
    return body;
  }

  private static long[] roomFor(long[] array, int length) {
    return array.length >= length ? array : new long[length];
  }
}
