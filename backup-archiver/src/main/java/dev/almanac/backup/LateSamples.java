package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.ArchivePartWriter;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.PartFile;
import dev.almanac.archive.SeriesIds;
import dev.almanac.blob.BlobStore;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.BlockWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fetches from a server what it shows and its snapshot lacks: samples that came out of order and
 * are in its head still. They are archived in files of their own, beside those of the snapshot's
 * rows: a later snapshot has them in its blocks, and blocks are brought back without them.
 *
 * <p>The time is asked for in slices. Each is kept in a local block, which turns the server's order
 * of series into the archive's, and compared with the snapshot. So memory holds a chunk at a time,
 * and the disk two hours of samples.
 */
final class LateSamples {

  /**
   * Prometheus cuts its chunks at multiples of two hours. Asked for a time that cuts through a
   * chunk of histograms, 2.42 breaks its answer off; so whole slices are asked for.
   */
  private static final long SLICE_MILLIS = 2 * 3_600_000;

  private static final String BLOCK = "01JB0000000000000000000000";

  private final SnapshotBlocks snapshot;
  private final LateSource server;
  private final OwnLabels own;
  private final SeriesIds ids;
  private final Path folder;

  private LateSamples(
      SnapshotBlocks snapshot,
      LateSource server,
      TimeRange window,
      Map<Labels, Long> salted,
      Path folder) {
    this.snapshot = snapshot;
    this.server = server;
    this.folder = folder;
    own = OwnLabels.of(server.externalLabels(), snapshot.cursor(SeriesRange.ALL, window));
    ids = new SeriesIds(salted);
  }

  /**
   * What became of it.
   *
   * @param files in the store, not yet visible
   * @param sentences for the manifest, on what was fetched, or why nothing could be
   */
  record Fetched(List<StagedPart.StagedFile> files, List<String> sentences) {

    static final Fetched NOTHING = new Fetched(List.of(), List.of());
  }

  /**
   * Fetches and stages them. A server that fails to answer does not keep its snapshot from being
   * archived: then there are none, and the sentence says why.
   *
   * @param backupId names the files
   * @param salted ids that are not the plain hash of the labels
   */
  static Fetched stage(
      SnapshotBlocks snapshot,
      LateSource server,
      BlobStore store,
      String backupId,
      Map<Labels, Long> salted) {
    TimeRange window = window(snapshot, server);
    try (ScratchFolder scratch = ScratchFolder.create()) {
      LateSamples late = new LateSamples(snapshot, server, window, salted, scratch.path());
      List<StagedPart.StagedFile> staged = new ArrayList<>();
      for (Map.Entry<Long, List<ArchivePart>> day : late.fetch(window).entrySet()) {
        for (PartFile file : late.join(day.getKey(), day.getValue())) {
          String key =
              ArchiveLayout.partKey(file.kind(), day.getKey(), backupId, ArchiveLayout.LATE);
          staged.add(StagedFiles.stage(store, file, LocalDate.ofEpochDay(day.getKey()), key));
        }
      }
      return new Fetched(staged, sentences(samples(staged)));
    } catch (LateSource.Unavailable e) {
      return new Fetched(
          List.of(),
          List.of(
              "What the server shows and the snapshot lacks could not be fetched by remote read,"
                  + " and is not in this backup: "
                  + e.getMessage()));
    }
  }

  /** How many samples these files hold. */
  static long samples(List<StagedPart.StagedFile> files) {
    return files.stream()
        .map(StagedPart.StagedFile::file)
        .filter(file -> !file.kind().equals(ArchiveKind.SERIES.folder()))
        .mapToLong(file -> file.rows())
        .sum();
  }

  private static List<String> sentences(long samples) {
    return samples == 0
        ? List.of()
        : List.of(
            (samples == 1 ? "1 sample that" : samples + " samples that")
                + " the server showed and the snapshot lacks "
                + (samples == 1 ? "was" : "were")
                + " fetched by remote read and archived too, apart from the blocks.");
  }

  /**
   * What came out of order since the head last became a block can be as old as that, and the window
   * more. What is newer than the snapshot is left to the next one.
   */
  private static TimeRange window(SnapshotBlocks snapshot, LateSource server) {
    long head = Long.MIN_VALUE;
    long end = Long.MIN_VALUE;
    for (BlockReader block : snapshot.all()) {
      head = Math.max(head, block.meta().minTime());
      end = Math.max(end, block.meta().maxTime());
    }
    return snapshot.all().isEmpty()
        ? new TimeRange(0, 0)
        : new TimeRange(startOfSlice(head - server.outOfOrderWindow().toMillis()), end);
  }

  private static long startOfSlice(long timestamp) {
    return Math.floorDiv(timestamp, SLICE_MILLIS) * SLICE_MILLIS;
  }

  /** The parts of each day, one for each slice in which something is missing. */
  private Map<Long, List<ArchivePart>> fetch(TimeRange window) {
    Map<Long, List<ArchivePart>> parts = new TreeMap<>();
    for (long from = window.from(); from < window.until(); from += SLICE_MILLIS) {
      TimeRange slice = new TimeRange(from, from + SLICE_MILLIS);
      long day = ArchiveLayout.dayOf(from);
      fetch(slice, window)
          .ifPresent(part -> parts.computeIfAbsent(day, d -> new ArrayList<>()).add(part));
    }
    return parts;
  }

  private Optional<ArchivePart> fetch(TimeRange slice, TimeRange window) {
    try (ScratchFolder scratch = ScratchFolder.create()) {
      Optional<Path> block = download(slice, scratch.path());
      return block.flatMap(path -> missing(path, slice.intersect(window)));
    }
  }

  private Optional<Path> download(TimeRange slice, Path into) {
    try (SeriesCursor answer = server.read(slice);
        BlockWriter block = BlockWriter.create(into, BLOCK)) {
      boolean empty = true;
      while (answer.nextSeries()) {
        Run run = answer.nextRun();
        if (run != null) {
          block.startSeries(own.of(answer.labels()));
          empty = false;
        }
        for (; run != null; run = answer.nextRun()) {
          block.writeChunk(run);
        }
      }
      return empty ? Optional.empty() : Optional.of(block.finish());
    }
  }

  private Optional<ArchivePart> missing(Path block, TimeRange slice) {
    try (BlockReader shown = BlockReader.open(block);
        AbsentSamples missing =
            new AbsentSamples(
                shown.cursor(SeriesRange.ALL, slice), snapshot.cursor(SeriesRange.ALL, slice))) {
      List<PartFile> files = write("slice-" + slice.from(), missing);
      return files.isEmpty() ? Optional.empty() : Optional.of(part(files));
    }
  }

  /** One part of the slices of a day. */
  private List<PartFile> join(long day, List<ArchivePart> slices) {
    try (MergedSeries samples =
        new MergedSeries(
            ArchiveReader.openAll(
                slices.stream().map(List::of).toList(), SeriesRange.ALL, TimeRange.ALL))) {
      return write("day-" + day, samples);
    }
  }

  private List<PartFile> write(String name, SeriesCursor samples) {
    try (ArchivePartWriter writer =
        ArchivePartWriter.create(folder, name, ArchiveSettings.DEFAULT)) {
      while (samples.nextSeries()) {
        writer.startSeries(ids.idOf(samples.labels()), samples.labels());
        for (Run run = samples.nextRun(); run != null; run = samples.nextRun()) {
          writer.append(run);
        }
        writer.endSeries();
      }
      return writer.finish();
    }
  }

  private static ArchivePart part(List<PartFile> files) {
    Map<ArchiveKind, ArchiveInput> inputs = new TreeMap<>();
    files.forEach(file -> inputs.put(file.kind(), ArchiveInput.of(file.path())));
    return new ArchivePart(
        inputs.get(ArchiveKind.SERIES),
        inputs.get(ArchiveKind.SAMPLES),
        inputs.get(ArchiveKind.HISTOGRAMS));
  }
}
