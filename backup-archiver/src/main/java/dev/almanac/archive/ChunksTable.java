package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.CHUNKS;
import static dev.almanac.archive.ArchiveSchema.column;

import java.nio.file.Path;

/** Writes {@code chunks}: a row per chunk whose bytes cannot be made again from rows. */
final class ChunksTable extends Table {

  private final DictionaryColumn<String> block =
      new DictionaryColumn<>(column(CHUNKS, "block"), true);
  private final DictionaryColumn<Long> seriesId =
      new DictionaryColumn<>(column(CHUNKS, "series_id"), false);
  private final LabelsColumn labels = new LabelsColumn(CHUNKS);
  private final NumberColumn chunkRef;
  private final NumberColumn minTs;
  private final NumberColumn maxTs;
  private final DictionaryColumn<Integer> encoding =
      new DictionaryColumn<>(column(CHUNKS, "encoding"), true);
  private final BytesColumn data = new BytesColumn(column(CHUNKS, "data"));

  ChunksTable(Path path, PageCompressor compressor, ArchiveSettings settings) {
    super(
        CHUNKS,
        path,
        compressor,
        Math.min(settings.pageRows(), PageLimits.WIDE_ROWS),
        settings.rowGroupRows());
    chunkRef = new NumberColumn(column(CHUNKS, "chunk_ref"), settings.encodings());
    minTs = new NumberColumn(column(CHUNKS, "min_ts"), settings.encodings());
    maxTs = new NumberColumn(column(CHUNKS, "max_ts"), settings.encodings());
    setColumns(
        block, seriesId, labels.keys(), labels.values(), chunkRef, minTs, maxTs, encoding, data);
  }

  void append(ArchivedChunk chunk) {
    block.add(chunk.block(), 1);
    seriesId.add(chunk.seriesId(), 1);
    labels.add(chunk.labels());
    chunkRef.add(chunk.chunkRef());
    minTs.add(chunk.minTs());
    maxTs.add(chunk.maxTs());
    encoding.add(chunk.encoding(), 1);
    data.place(true);
    data.set(chunk.data(), 0, chunk.data().length);
    addRows(1, chunk.seriesId(), chunk.minTs(), chunk.maxTs());
    if (data.bufferedBytes() + labels.bufferedBytes() >= PageLimits.WIDE_VALUES) {
      endPage();
    }
  }
}
