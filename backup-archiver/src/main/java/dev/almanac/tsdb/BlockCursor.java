package dev.almanac.tsdb;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.chunk.ChunkDecoder;
import dev.almanac.tsdb.chunk.ChunkSegments;
import dev.almanac.tsdb.chunk.RawChunk;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.index.IndexReader;
import dev.almanac.tsdb.index.Postings;
import dev.almanac.tsdb.index.SeriesEntry;
import java.nio.file.Path;
import java.util.List;

/**
 * The series of a block in the order of the archive. Each run is what a query would see of one
 * chunk, and the chunk itself can be had beside it.
 *
 * <p>Two chunks of a series overlap only where Prometheus wrote them so, which no version should.
 */
public final class BlockCursor implements SeriesCursor {

  private final Path folder;
  private final IndexReader index;
  private final ChunkSegments chunks;
  private final Tombstones tombstones;
  private final SeriesPosition until;
  private final TimeRange time;
  private final SeriesEntry entry;
  private final RawChunk raw = new RawChunk();
  private final ChunkDecoder decoder = new ChunkDecoder();

  private int metric;
  private int nextSeries;
  private Postings postings;

  private Labels labels;
  private List<Tombstones.Tombstone> deletions = List.of();
  private int chunk;
  private boolean hidden;
  private boolean clipped;

  BlockCursor(
      Path folder,
      IndexReader index,
      ChunkSegments chunks,
      Tombstones tombstones,
      SeriesPosition from,
      SeriesPosition until,
      TimeRange time) {
    this.folder = folder;
    this.index = index;
    this.chunks = chunks;
    this.tombstones = tombstones;
    this.until = until;
    this.time = time;
    metric = from.metric();
    nextSeries = from.series();
    entry = index.newEntry();
  }

  @Override
  public boolean nextSeries() {
    while (metric < until.metric() || (metric == until.metric() && nextSeries < until.series())) {
      if (postings == null) {
        postings = index.postings(metric);
        labels = null;
      }
      long ref = postings.ref(nextSeries);
      index.series(ref, entry);
      if (reachesIntoTime()) {
        checkLabels(entry.labels());
        deletions = tombstones.of(ref);
        chunk = -1;
        moveToNextSeries();
        return true;
      }
      moveToNextSeries();
    }
    chunk = 0;
    entry.clear();
    return false;
  }

  private void moveToNextSeries() {
    if (++nextSeries == postings.size()) {
      metric++;
      nextSeries = 0;
      postings = null;
    }
  }

  private boolean reachesIntoTime() {
    for (int i = 0; i < entry.chunks(); i++) {
      if (isInTime(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean isInTime(int i) {
    return entry.minTimes[i] < time.until() && entry.maxTimes[i] >= time.from();
  }

  /** The index lists series under their metric name, and sorts them. */
  private void checkLabels(Labels next) {
    String metricName = index.metricName(metric);
    if (!next.metricName().equals(metricName)) {
      throw corruptEntry("a series of metric " + metricName, next.toString());
    }
    if (labels != null && next.compareTo(labels) <= 0) {
      throw corruptEntry("a series after " + labels, next.toString());
    }
    labels = next;
  }

  private CorruptBlockException corruptEntry(String expected, String found) {
    return new CorruptBlockException(
        folder.resolve(IndexReader.FILE), entry.offset(), expected, found);
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Run nextRun() {
    while (++chunk < entry.chunks()) {
      if (isInTime(chunk) && !isDeleted()) {
        Run run = read();
        if (run.size() > 0) {
          return run;
        }
      }
    }
    chunk = entry.chunks();
    return null;
  }

  private boolean isDeleted() {
    for (Tombstones.Tombstone deletion : deletions) {
      if (deletion.minTime() <= entry.minTimes[chunk]
          && entry.maxTimes[chunk] <= deletion.maxTime()) {
        return true;
      }
    }
    return false;
  }

  private Run read() {
    chunks.read(entry.chunkRefs[chunk], raw);
    Run run = decoder.decode(raw);
    if (run.firstTimestamp() < minTime() || run.lastTimestamp() > maxTime()) {
      long ref = chunkRef();
      throw corruptEntry(
          String.format(
              "the samples of segment %06d @ %d from %d to %d",
              (ref >>> 32) + 1, ref & 0xFFFFFFFFL, run.firstTimestamp(), run.lastTimestamp()),
          "a chunk from " + minTime() + " to " + maxTime());
    }
    clip(run);
    hide(run);
    return run;
  }

  private void clip(Run run) {
    int size = run.size();
    run.clip(time);
    clipped = run.size() < size;
  }

  private void hide(Run run) {
    int size = run.size();
    for (Tombstones.Tombstone deletion : deletions) {
      int after =
          deletion.maxTime() == Long.MAX_VALUE ? run.size() : run.firstFrom(deletion.maxTime() + 1);
      run.remove(run.firstFrom(deletion.minTime()), after);
    }
    hidden = run.size() < size;
  }

  /** The chunk of the current run as the file has it, valid until any cursor's next run. */
  public RawChunk rawChunk() {
    return raw;
  }

  /** The first timestamp of the current run's chunk, by the index. */
  public long minTime() {
    return entry.minTimes[chunk];
  }

  /** The last timestamp of the current run's chunk, by the index. */
  public long maxTime() {
    return entry.maxTimes[chunk];
  }

  /** Where the current run's chunk lies; see {@link ChunkSegments#read}. */
  public long chunkRef() {
    return entry.chunkRefs[chunk];
  }

  /** Whether tombstones hide samples of the current run's chunk. */
  public boolean hidden() {
    return hidden;
  }

  /** Whether samples of the current run's chunk lie outside the cursor's range of time. */
  public boolean clipped() {
    return clipped;
  }

  /** Does nothing: the files are the reader's. */
  @Override
  public void close() {}
}
