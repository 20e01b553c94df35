package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.ArchivePartWriter;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.FileMemory;
import dev.almanac.archive.PartFile;
import dev.almanac.archive.SeriesIds;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockCursor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * One worker of a backup: turns pieces of the snapshot into files that are in the store and not yet
 * visible. Not safe for use by several threads; each has its own.
 */
public final class PartArchiver implements AutoCloseable {

  private final ArchivePlan plan;
  private final BlobStore store;
  private final SnapshotBlocks blocks;
  private final SeriesIds seriesIds;

  public PartArchiver(ArchivePlan plan) {
    this.plan = plan;
    seriesIds = new SeriesIds(plan.salted());
    store = BlobStores.open(plan.archive());
    try {
      blocks = SnapshotBlocks.open(Path.of(plan.snapshot()));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Archives one piece: what is new of it, or all of it where it is to be rewritten.
   *
   * <p>Where archived files of that day turn out to be gone or damaged, the part that comes back
   * {@linkplain StagedPart#isUnread() has not been read}: its day is to be rewritten without them.
   *
   * @param progress told of samples read, as they are
   */
  public StagedPart archive(ArchiveSplit split, LongConsumer progress) {
    try {
      return archiveWithWhatIsThere(split, progress);
    } catch (RuntimeException e) { // damaged bytes have many ways to fail
      List<ArchivedFile> damaged = damaged(split, e);
      if (damaged.isEmpty()) {
        throw e;
      }
      ArchiveSplit without = split.without(damaged);
      return split.rewrite() ? archive(without, progress) : StagedPart.unread(without);
    }
  }

  private List<ArchivedFile> damaged(ArchiveSplit split, RuntimeException failure) {
    try {
      return new LostFiles(store).damaged(split.readable());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private StagedPart archiveWithWhatIsThere(ArchiveSplit split, LongConsumer progress) {
    TimeRange day = ArchiveLayout.rangeOf(split.day().toEpochDay());
    Set<KeptSeries> kept = new LinkedHashSet<>();
    try (ScratchFolder scratch = ScratchFolder.create();
        MergedSeries snapshot = blocks.cursor(split.series(), day, audited(kept));
        NewSamples fresh =
            new NewSamples(
                snapshot,
                compared(split, day),
                blocks.coverage(day),
                (labels, timestamp) -> kept.addAll(seriesOfBlocks(labels, timestamp)));
        SeriesCursor rows = split.rewrite() ? withUncovered(fresh, split, day) : fresh;
        ArchivePartWriter writer = ArchivePartWriter.create(scratch.path(), "part", settings())) {
      long written = 0;
      long reported = 0;
      while (rows.nextSeries()) {
        written += write(rows, writer);
        progress.accept(fresh.seen().total() - reported);
        reported = fresh.seen().total();
      }
      return new StagedPart(
          split,
          stage(writer.finish(), split),
          fresh.seen().samples(),
          fresh.seen().histograms(),
          written,
          fresh.removed(),
          List.copyOf(kept),
          snapshot.conflicts(),
          fresh.seen().firstTimestamp(),
          fresh.seen().lastTimestamp());
    }
  }

  /** Checks chunks as they pass, but for blocks that are kept whole in any case. */
  private SnapshotBlocks.Opener audited(Set<KeptSeries> differing) {
    Set<String> keptWhole = KeptChunks.overlapping(plan.blocks());
    Map<String, ArchivedBlock> described = new HashMap<>();
    plan.blocks().forEach(block -> described.put(block.ulid(), block));
    return (block, series, time) -> {
      BlockCursor cursor = block.cursor(series, time);
      String ulid = block.meta().ulid();
      return keptWhole.contains(ulid)
          ? cursor
          : new ChunkAudit(cursor, described.get(ulid), differing::add);
    };
  }

  private List<KeptSeries> seriesOfBlocks(Labels labels, long timestamp) {
    return plan.blocks().stream()
        .filter(block -> block.timeRange().contains(timestamp))
        .map(block -> new KeptSeries(block.ulid(), labels))
        .toList();
  }

  private ArchiveSettings settings() {
    return ArchiveSettings.DEFAULT.withEncodings(plan.encodings());
  }

  /** Writes what is new of one series; nothing, not even its name, where nothing is. */
  private long write(SeriesCursor series, ArchivePartWriter writer) {
    Run run = series.nextRun();
    if (run == null) {
      return 0;
    }
    long written = 0;
    writer.startSeries(seriesIds.idOf(series.labels()), series.labels());
    for (; run != null; run = series.nextRun()) {
      writer.append(run);
      written += run.size();
    }
    writer.endSeries();
    return written;
  }

  /** What the snapshot is compared with: nothing, where all of it is to be written. */
  private SeriesCursor compared(ArchiveSplit split, TimeRange day) {
    return new MergedSeries(split.rewrite() ? List.of() : archived(split, List.of(day)));
  }

  /** Adds what is archived of times that the snapshot does not cover: it stays as it is. */
  private SeriesCursor withUncovered(SeriesCursor snapshot, ArchiveSplit split, TimeRange day) {
    List<SeriesCursor> sources = new ArrayList<>(List.of(snapshot));
    sources.addAll(archived(split, blocks.uncovered(day)));
    return new MergedSeries(sources);
  }

  private List<SeriesCursor> archived(ArchiveSplit split, List<TimeRange> times) {
    List<SeriesCursor> cursors = new ArrayList<>();
    try {
      List<List<ArchivePart>> parts =
          ArchivedParts.chains(store, FileMemory.NONE, split.readable());
      for (TimeRange time : times) {
        cursors.addAll(ArchiveReader.openAll(parts, split.series(), time));
      }
    } catch (RuntimeException e) {
      cursors.forEach(SeriesCursor::close);
      throw e;
    }
    return cursors;
  }

  /** Moves the files into the store, still unseen. */
  private List<StagedPart.StagedFile> stage(List<PartFile> files, ArchiveSplit split) {
    List<StagedPart.StagedFile> staged = new ArrayList<>();
    for (PartFile file : files) {
      String key =
          ArchiveLayout.partKey(
              file.kind(), split.day().toEpochDay(), plan.backupId(), partName(split));
      staged.add(StagedFiles.stage(store, file, split.day(), key));
    }
    return staged;
  }

  private static String partName(ArchiveSplit split) {
    return String.format(Locale.ROOT, "%05d", split.part());
  }

  @Override
  public void close() {
    try {
      blocks.close();
    } finally {
      store.close();
    }
  }
}
