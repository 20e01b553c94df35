package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.archive.ArchivedChunk;
import dev.almanac.archive.ChunkRows;
import dev.almanac.archive.FileMemory;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockFile;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.chunk.ChunkDecoder;
import dev.almanac.tsdb.chunk.RawChunk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Brings a block of a snapshot back as it was: rows become samples, samples are cut into chunks
 * where Prometheus cut them and encoded as it encodes, chunks that were kept as bytes are taken as
 * they are, and the index is written in the way of the version that wrote it. The files are then
 * compared with the digests the manifest holds.
 */
public final class ExactRestore {

  private static final long BLOCK = 0;

  private final BlobStore store;
  private final Manifest manifest;
  private final ArchivedBlock block;
  private final Path folder;
  private final LongConsumer progress;

  private ExactRestore(
      BlobStore store, Manifest manifest, ArchivedBlock block, Path folder, LongConsumer progress) {
    this.store = store;
    this.manifest = manifest;
    this.block = block;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Writes the block into a folder, under its own ULID.
   *
   * @param folder it exists, and has no such block yet
   * @param progress told of samples, as they are written
   * @throws dev.almanac.archive.CorruptArchiveException where the archive is damaged
   */
  public static RestoredBlock restore(
      BlobStore store, Manifest manifest, ArchivedBlock block, Path folder, LongConsumer progress) {
    Path restored = new ExactRestore(store, manifest, block, folder, progress).restore();
    return new RestoredBlock(restored, differences(block, restored));
  }

  /** How the files of a folder differ from those of the block; none where they are the same. */
  public static List<RestoredBlock.FileDifference> differences(ArchivedBlock block, Path folder) {
    Map<String, String> expected = new TreeMap<>();
    block.files().forEach(f -> expected.put(f.path(), described(f.size(), f.sha256())));
    Map<String, String> found = new TreeMap<>();
    BlockFile.in(folder).forEach(f -> found.put(f.path(), described(f.size(), f.sha256())));
    List<RestoredBlock.FileDifference> differences = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(found);
    all.putAll(expected);
    for (String path : all.keySet()) {
      String wanted = expected.getOrDefault(path, "no such file");
      String there = found.getOrDefault(path, "no such file");
      if (!wanted.equals(there)) {
        differences.add(new RestoredBlock.FileDifference(path, wanted, there));
      }
    }
    return differences;
  }

  private static String described(long size, String sha256) {
    return size + " bytes, SHA-256 " + sha256;
  }

  private Path restore() {
    ArchivedBlock.Rebuild rebuild = block.rebuild();
    Path spool = folder.resolve(block.ulid() + ".strays");
    try (BlockWriter writer = BlockWriter.create(folder, block.ulid());
        NewBlocks target = new NewBlocks(number -> writer);
        StraySeries strays = new StraySeries(spool, rebuild.paddedChunks())) {
      writer
          .withLabelIndices(rebuild.labelIndices())
          .withPaddedChunks(rebuild.paddedChunks())
          .withSymbols(rebuild.unusedSymbols())
          .withTombstonesFile(Base64.getDecoder().decode(block.tombstones()));
      writer.withSegmentSizes(segmentSizes());
      write(StraySeries::isStray, strays);
      strays.moveFirst(target);
      write(labels -> !StraySeries.isStray(labels), target);
      strays.moveLast(target);
      return writer.finish(block.metaJson());
    }
  }

  private List<Long> segmentSizes() {
    return block.files().stream()
        .filter(file -> file.path().startsWith("chunks/"))
        .sorted(Comparator.comparing(ArchivedBlock.BlockFile::path))
        .map(ArchivedBlock.BlockFile::size)
        .toList();
  }

  /** Goes through rows and kept chunks side by side; what is kept of a series is all of it. */
  private void write(Predicate<Labels> wanted, ChunkTarget target) {
    ChunkAssembler assembler = new ChunkAssembler(BlockCuts.NONE, target::writeChunk);
    KeptChunkRows kept = keptChunks();
    try (SeriesCursor rows = rows()) {
      boolean more = rows.nextSeries();
      while (more || kept.labels() != null) {
        int order = order(more ? rows.labels() : null, kept.labels());
        Labels labels = order < 0 ? rows.labels() : kept.labels();
        List<ArchivedChunk> chunks = order < 0 ? List.of() : kept.take();
        if (wanted.test(labels)) {
          target.startSeries(labels);
          if (order < 0) {
            assemble(rows, assembler);
          } else {
            chunks.forEach(chunk -> take(chunk, target));
          }
          target.endSeries();
        }
        if (order <= 0) {
          more = rows.nextSeries();
        }
      }
    }
  }

  /** Negative where rows come first, positive where kept chunks do, 0 for the same series. */
  private static int order(Labels rows, Labels kept) {
    if (rows == null || kept == null) {
      return kept == null ? -1 : 1;
    }
    return Labels.BY_METRIC_NAME.compare(rows, kept);
  }

  private void assemble(SeriesCursor rows, ChunkAssembler chunks) {
    for (Run run = rows.nextRun(); run != null; run = rows.nextRun()) {
      progress.accept(run.size());
      chunks.add(run);
    }
    chunks.endSeries();
  }

  private void take(ArchivedChunk chunk, ChunkTarget target) {
    byte[] data = chunk.data();
    RawChunk raw = new RawChunk();
    raw.set(folder, chunk.chunkRef(), chunk.encoding(), data, 0, data.length);
    int samples = ChunkDecoder.sampleCount(raw);
    progress.accept(samples);
    target.writeChunk(
        BLOCK,
        ChunkEncoding.ofId(chunk.encoding()),
        samples,
        data,
        data.length,
        chunk.minTs(),
        chunk.maxTs());
  }

  /** The rows of the block's time; none where the whole block is kept as chunks. */
  private SeriesCursor rows() {
    List<ArchivedFile> files = new ArrayList<>();
    if (!KeptChunks.overlapping(manifest.blocks()).contains(block.ulid())) {
      for (ArchivedFile file : ArchivedParts.ofBlocks(manifest.files())) {
        TimeRange day = ArchiveLayout.rangeOf(file.day().toEpochDay());
        if (day.overlaps(block.timeRange())) {
          files.add(file);
        }
      }
    }
    return new MergedSeries(
        ArchiveReader.openAll(
            ArchivedParts.chains(store, FileMemory.NONE, files),
            SeriesRange.ALL,
            block.timeRange()));
  }

  private KeptChunkRows keptChunks() {
    ArchivedFiles files = new ArchivedFiles(store);
    return new KeptChunkRows(
        KeptChunks.ofBlock(manifest, block.ulid()).stream()
            .map(file -> ChunkRows.open(files.input(file)))
            .toList());
  }
}
