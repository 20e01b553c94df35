package dev.almanac.jobs;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.backup.ArchivedSeries;
import dev.almanac.backup.DataFolder;
import dev.almanac.backup.RestoredBlocks;
import dev.almanac.backup.SeriesComparison;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.PieceWork;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Compares restored blocks with a backup: to the byte, series by series, and as shown. */
final class BlockProof {

  private static final double BYTES_PER_SECOND = 5e8;
  private static final double SAMPLES_PER_SECOND = 5e6;

  private final Workers workers;
  private final Manifest backup;
  private final Path blocks;
  private final List<String> differences = new ArrayList<>();
  private long samples;
  private boolean exact;
  private boolean shown;

  BlockProof(Workers workers, Manifest backup, Path blocks) {
    this.workers = workers;
    this.backup = backup;
    this.blocks = blocks;
  }

  List<String> differences() {
    return differences;
  }

  long samples() {
    return samples;
  }

  /** Whether a real Prometheus took part. */
  boolean shown() {
    return shown;
  }

  /** Compares every file of every block by its SHA-256. */
  BlockProof bytes() throws Exception {
    double bytes =
        backup.blocks().stream()
            .flatMap(block -> block.files().stream())
            .mapToLong(ArchivedBlock.BlockFile::size)
            .sum();
    String folder = blocks.toAbsolutePath().toString();
    PieceWork<ArchivedBlock, Differences> compare =
        (ArchivedBlock block, BlobStore store, LongConsumer progress) -> {
          Differences found = new Differences(RestoredBlocks.differences(block, Path.of(folder)));
          progress.accept(1);
          return found;
        };
    PieceJob<ArchivedBlock, Differences> job =
        new PieceJob<>(
            "compare files", workers.archive(), backup.blocks(), compare, bytes / BYTES_PER_SECOND);
    differences.addAll(Differences.join(workers.carryOut(job, "comparing blocks", Human::count)));
    exact = true;
    return this;
  }

  /** Compares every series' samples with the rows of the archive, a day at a time. */
  BlockProof samples(TimeRange time, Selector selector) throws Exception {
    List<TimeRange> days =
        covered().stream()
            .map(covered -> covered.intersect(time))
            .flatMap(covered -> days(covered).stream())
            .toList();
    PieceJob<TimeRange, SeriesComparison.Result> job =
        new PieceJob<>(
            "compare samples",
            workers.archive(),
            days,
            new CompareSamples(files(), blocks.toAbsolutePath().toString(), selector),
            backup.totals().samples() / SAMPLES_PER_SECOND);
    samples = 0;
    for (SeriesComparison.Result day : workers.carryOut(job, "comparing samples", Human::count)) {
      differences.addAll(day.differences());
      samples += day.samples();
    }
    return this;
  }

  /** Compares the samples of a time. */
  private record CompareSamples(List<ArchivedFile> files, String folder, Selector selector)
      implements PieceWork<TimeRange, SeriesComparison.Result> {

    @Override
    public SeriesComparison.Result carryOut(
        TimeRange time, BlobStore store, LongConsumer progress) {
      SeriesComparison.Result result =
          new SeriesComparison(
                  "the archive",
                  new ArchivedSeries(store, files, time),
                  "the restored folder",
                  new RestoredBlocks(Path.of(folder), time))
              .compare(selector);
      progress.accept(result.samples());
      return new SeriesComparison.Result(
          result.differences().stream()
              .map(
                  difference ->
                      difference + ", on " + ManifestView.time(time.from()).substring(0, 10))
              .toList(),
          result.series(),
          result.samples());
    }
  }

  private static List<TimeRange> days(TimeRange time) {
    List<TimeRange> days = new ArrayList<>();
    for (long from = time.from(); from < time.until(); ) {
      TimeRange day = ArchiveLayout.rangeOf(ArchiveLayout.dayOf(from)).intersect(time);
      days.add(new TimeRange(from, day.until()));
      from = day.until();
    }
    return days;
  }

  /** Blocks that are the snapshot's own lack what came to the server too late for it. */
  private List<ArchivedFile> files() {
    return backup.files().stream()
        .filter(file -> !exact || !ArchiveLayout.isLate(file.key()))
        .toList();
  }

  /** The times of the backup's blocks, joined where they meet. */
  private List<TimeRange> covered() {
    List<TimeRange> covered = new ArrayList<>();
    backup.blocks().stream()
        .map(ArchivedBlock::timeRange)
        .sorted(Comparator.comparingLong(TimeRange::from))
        .forEach(
            next -> {
              int last = covered.size() - 1;
              if (last >= 0 && next.from() <= covered.get(last).until()) {
                TimeRange before = covered.get(last);
                covered.set(
                    last, new TimeRange(before.from(), Math.max(before.until(), next.until())));
              } else {
                covered.add(next);
              }
            });
    return covered;
  }

  /**
   * Opens the blocks with a real Prometheus and compares what it shows with what they hold. The
   * server gets a folder of its own with links to the blocks' files: it must not touch the data of
   * another.
   */
  BlockProof shown(Path executable, Path work) throws IOException, InterruptedException {
    Path linked = Files.createDirectory(work.resolve("data"));
    for (Path block : blockFolders()) {
      link(block, linked.resolve(block.getFileName()));
    }
    List<TimeRange> times =
        DataFolder.look(linked).blocks().stream().map(block -> block.timeRange()).toList();
    if (!times.isEmpty()) {
      long from = times.stream().mapToLong(TimeRange::from).min().orElseThrow();
      long until = times.stream().mapToLong(TimeRange::until).max().orElseThrow();
      SeriesComparison.Result result =
          PrometheusComparison.of(executable, linked, new TimeRange(from, until), work);
      differences.addAll(result.differences());
      shown = true;
    }
    return this;
  }

  private List<Path> blockFolders() throws IOException {
    List<String> ulids =
        DataFolder.look(blocks).blocks().stream().map(block -> block.ulid()).toList();
    return ulids.stream().map(blocks::resolve).toList();
  }

  private static void link(Path block, Path linked) throws IOException {
    try (Stream<Path> files = Files.walk(block)) {
      for (Path file : files.toList()) {
        Path target = linked.resolve(block.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          linkOrCopy(file, target);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }
}
