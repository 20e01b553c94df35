package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.Ulid;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Makes new blocks out of a part of an archive: some of its time, some of its series. They do not
 * overlap, begin and end at multiples of their length, have names of their own and no parents, so a
 * Prometheus takes them as if it had written them. Samples, start timestamps, encodings and cut
 * points are those of the archive; a chunk that reaches over the end of a block is cut there.
 *
 * <p>In memory are the symbols of the blocks of one day, and a page of each file that is read from
 * at the time.
 */
public final class SelectedRestore {

  private final BlobStore store;
  private final List<ArchivedFile> files;
  private final Selector selector;
  private final BlockRanges ranges;
  private final Path folder;
  private final LongConsumer progress;

  private SelectedRestore(BlobStore store, Request request, Path folder, LongConsumer progress) {
    this.store = store;
    files = request.rows();
    selector = request.selector();
    ranges = request.ranges();
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * What somebody wants back.
   *
   * @param files of the archive, of one day or several; kept chunks among them are not needed
   * @param time which samples
   * @param selector which series
   * @param blockLength how long a block is, a multiple of 2 h; null for one that suits the time
   */
  public record Request(
      List<ArchivedFile> files, TimeRange time, Selector selector, Duration blockLength)
      implements Serializable {

    public Request {
      files = List.copyOf(files);
    }

    /** The same of other files. */
    public Request with(List<ArchivedFile> others) {
      return new Request(others, time, selector, blockLength);
    }

    /** The files with rows of samples, or of the series they belong to, in that time. */
    public List<ArchivedFile> rows() {
      return files.stream()
          .filter(file -> !file.kind().equals("chunks"))
          .filter(file -> day(file).overlaps(time))
          .toList();
    }

    /** The time asked for as far as the files have samples in it. */
    public TimeRange extent() {
      long from = Long.MAX_VALUE;
      long until = Long.MIN_VALUE;
      for (ArchivedFile file : rows()) {
        from = Math.min(from, file.firstTimestamp());
        until = Math.max(until, file.lastTimestamp() + 1);
      }
      return from > until ? new TimeRange(0, 0) : new TimeRange(from, until).intersect(time);
    }

    /** The time in pieces, of which each has its blocks to itself and each file is read for one. */
    public List<TimeRange> pieces() {
      BlockRanges ranges = ranges();
      List<TimeRange> pieces = new ArrayList<>();
      for (long from = ranges.time().from(); from < ranges.time().until(); ) {
        TimeRange piece = ranges.groupAt(from);
        pieces.add(piece);
        from = piece.until();
      }
      return pieces;
    }

    private BlockRanges ranges() {
      TimeRange extent = extent();
      Duration length = blockLength == null ? BlockRanges.suiting(extent) : blockLength;
      return new BlockRanges(extent, length.toMillis());
    }

    private static TimeRange day(ArchivedFile file) {
      return ArchiveLayout.rangeOf(file.day().toEpochDay());
    }
  }

  /**
   * Writes the blocks.
   *
   * @param folder where they are to lie; it exists
   * @param progress told of samples, as they are written
   * @return the blocks, in order of time; none where nothing is asked for that is there
   * @throws dev.almanac.archive.CorruptArchiveException where the archive is damaged
   */
  public static List<BlockMeta> restore(
      BlobStore store, Request request, Path folder, LongConsumer progress) {
    List<BlockMeta> blocks = new ArrayList<>();
    for (TimeRange piece : request.pieces()) {
      blocks.addAll(restore(store, request, piece, folder, progress));
    }
    return blocks;
  }

  /** Writes the blocks of one of the {@linkplain Request#pieces pieces}. */
  public static List<BlockMeta> restore(
      BlobStore store, Request request, TimeRange piece, Path folder, LongConsumer progress) {
    return new SelectedRestore(store, request, folder, progress).restore(piece);
  }

  /** Writes neighbouring blocks at once, so that each file is read from only once. */
  private List<BlockMeta> restore(TimeRange time) {
    ArchivedSeries archived = new ArchivedSeries(store, files, time);
    try (StraySeries strays = new StraySeries(folder.resolve(time.from() + ".strays"), false);
        NewBlocks blocks = new NewBlocks(number -> newBlock())) {
      write(archived, StraySeries::isStray, strays);
      strays.moveFirst(blocks);
      write(archived, labels -> !StraySeries.isStray(labels), blocks);
      strays.moveLast(blocks);
      return blocks.finish();
    }
  }

  private BlockWriter newBlock() {
    return BlockWriter.create(folder, Ulid.at(System.currentTimeMillis()));
  }

  private void write(ArchivedSeries archived, Predicate<Labels> wanted, ChunkTarget target) {
    ChunkAssembler chunks = new ChunkAssembler(ranges, target::writeChunk);
    try (SeriesCursor series = archived.open(selector, wanted)) {
      while (series.nextSeries()) {
        target.startSeries(series.labels());
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          progress.accept(run.size());
          chunks.add(run);
        }
        chunks.endSeries();
        target.endSeries();
      }
    }
  }
}
