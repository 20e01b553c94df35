package dev.almanac.archive;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Series to write and the text of what was written or read, so that the two compare by content. */
final class SampleData {

  /** 2026-11-23T00:00:00Z. */
  static final long DAY = 1_795_392_000_000L;

  static final long STALE = 0x7ff0000000000002L;

  private final Map<Labels, List<Run>> series = new TreeMap<>(Labels.BY_METRIC_NAME);
  private final List<ArchivedChunk> chunks = new ArrayList<>();
  private final SeriesIds ids = new SeriesIds();

  static Labels labels(String name, String... pairs) {
    String[] all = Arrays.copyOf(pairs, pairs.length + 2);
    all[pairs.length] = Labels.METRIC_NAME;
    all[pairs.length + 1] = name;
    return Labels.of(all);
  }

  SampleData add(Labels labels, Run... runs) {
    series.computeIfAbsent(labels, ignored -> new ArrayList<>()).addAll(List.of(runs));
    return this;
  }

  SampleData addChunk(Labels labels, String block, long ref, byte[] data) {
    chunks.add(new ArchivedChunk(block, ids.idOf(labels), labels, ref, DAY, DAY + 15_000, 1, data));
    return this;
  }

  long idOf(Labels labels) {
    return ids.idOf(labels);
  }

  /** A run of values 15 s apart. */
  static FloatRun run(long from, boolean startsChunk, long... valueBits) {
    FloatRun run = new FloatRun(valueBits.length);
    for (int i = 0; i < valueBits.length; i++) {
      run.timestamps[i] = from + 15_000L * i;
      run.valueBits[i] = valueBits[i];
    }
    run.setSize(valueBits.length);
    run.setStartsChunk(startsChunk);
    return run;
  }

  static FloatRun values(long from, double... values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return run(from, true, bits);
  }

  static FloatRun withStarts(FloatRun run, long... starts) {
    run.setEncoding(ChunkEncoding.XOR2);
    run.ensureCapacity(run.size());
    System.arraycopy(starts, 0, run.startTimestamps, 0, starts.length);
    return run;
  }

  static HistogramRun histograms(
      ChunkEncoding encoding, long from, int samples, HistogramLayout layout) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(encoding);
    run.setLayout(layout);
    run.setCounterReset(CounterReset.NOT_RESET);
    run.ensureCapacity(samples);
    for (int i = 0; i < samples; i++) {
      run.timestamps[i] = from + 15_000L * i;
      run.counts[i] = run.floatCounts() ? Double.doubleToRawLongBits(10.5 + i) : 10 + i;
      run.zeroCounts[i] = run.floatCounts() ? Double.doubleToRawLongBits(0.5) : i;
      run.sumBits[i] = i == samples - 1 ? STALE : Double.doubleToRawLongBits(1.5 * i);
      for (int b = 0; b < layout.positiveBuckets(); b++) {
        run.positive[i * layout.positiveBuckets() + b] = 100L * i + b;
      }
      for (int b = 0; b < layout.negativeBuckets(); b++) {
        run.negative[i * layout.negativeBuckets() + b] = -100L * i - b;
      }
      if (encoding.carriesStartTimestamps()) {
        run.startTimestamps[i] = i == 0 ? 0 : from;
      }
    }
    run.setSize(samples);
    run.setStartsChunk(true);
    return run;
  }

  static HistogramLayout layout() {
    return new HistogramLayout(
        3,
        Double.doubleToRawLongBits(1e-128),
        new int[] {-2, 2, 3, 1},
        new int[] {0, 1},
        new long[0]);
  }

  List<PartFile> write(Path folder, ArchiveSettings settings) {
    try (ArchivePartWriter part = ArchivePartWriter.create(folder, "part", settings)) {
      series.forEach(
          (labels, runs) -> {
            part.startSeries(ids.idOf(labels), labels);
            runs.forEach(part::append);
            for (ArchivedChunk chunk : chunks) {
              if (chunk.seriesId() == ids.idOf(labels)) {
                part.appendChunk(chunk);
              }
            }
            part.endSeries();
          });
      return part.finish();
    }
  }

  static ArchivePart part(List<PartFile> files) {
    return new ArchivePart(
        input(files, ArchiveKind.SERIES),
        input(files, ArchiveKind.SAMPLES),
        input(files, ArchiveKind.HISTOGRAMS));
  }

  private static ArchiveInput input(List<PartFile> files, ArchiveKind kind) {
    return files.stream()
        .filter(file -> file.kind() == kind)
        .findFirst()
        .map(file -> ArchiveInput.of(file.path()))
        .orElse(null);
  }

  static Path path(List<PartFile> files, ArchiveKind kind) {
    return files.stream().filter(file -> file.kind() == kind).findFirst().orElseThrow().path();
  }

  /** What was to be written, as text. */
  List<String> text() {
    List<String> text = new ArrayList<>();
    series.forEach(
        (labels, runs) -> {
          text.add(labels.toString());
          runs.forEach(run -> text.add(text(run)));
        });
    return text;
  }

  static List<String> read(ArchivePart part) {
    return read(SeriesRange.ALL, TimeRange.ALL, part);
  }

  static List<String> read(SeriesRange wanted, TimeRange within, ArchivePart part) {
    try (SeriesCursor cursor = ArchiveReader.open(part, wanted, within)) {
      return text(cursor);
    }
  }

  static List<String> text(SeriesCursor cursor) {
    List<String> text = new ArrayList<>();
    while (cursor.nextSeries()) {
      text.add(cursor.labels().toString());
      for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
        text.add(text(run));
      }
    }
    return text;
  }

  private static String text(Run run) {
    StringBuilder text = new StringBuilder("  ").append(run.encoding());
    text.append(run.startsChunk() ? " chunk" : " rest");
    if (run instanceof HistogramRun histograms) {
      text.append(' ').append(histograms.counterReset()).append(' ').append(histograms.layout());
    }
    for (int i = 0; i < run.size(); i++) {
      text.append(' ').append(run.timestamps[i]).append('=');
      if (run instanceof FloatRun floats) {
        text.append(Long.toHexString(floats.valueBits[i]));
      } else if (run instanceof HistogramRun histograms) {
        text.append(histograms.counts[i]).append('/').append(histograms.zeroCounts[i]);
        text.append('/').append(Long.toHexString(histograms.sumBits[i]));
        text.append(Arrays.toString(histograms.buckets(i)));
      }
      if (run.encoding().carriesStartTimestamps()) {
        text.append('@').append(run.startTimestamps[i]);
      }
    }
    return text.toString();
  }
}
