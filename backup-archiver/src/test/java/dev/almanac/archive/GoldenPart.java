package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.STALE;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.run;
import static dev.almanac.archive.SampleData.values;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part that {@code src/test/resources/archive/v1} holds as files, written when format 1 was
 * new. To be run only for a new format: what was written once must be read for ever.
 */
final class GoldenPart {

  private static final Labels HIDDEN = labels("hidden", "instance", "b", "path", "/ü/𝄞");

  private GoldenPart() {}

  static SampleData data() {
    return new SampleData()
        .add(labels("cpu_seconds_total", "cpu", "0"), values(DAY, 0.25, 15.27, 30.5, 45.123))
        .add(
            HIDDEN,
            run(DAY, false, STALE, Long.MIN_VALUE),
            values(DAY + 60_000, Math.PI, 0.1 + 0.2))
        .add(
            labels("latency"),
            SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 3, SampleData.layout()),
            SampleData.histograms(
                ChunkEncoding.FLOAT_HISTOGRAM_ST, DAY + 60_000, 2, SampleData.layout()))
        .add(labels("up"), SampleData.withStarts(values(DAY, 1, 1, 0), 0, DAY - 1, DAY))
        .addChunk(HIDDEN, "01J00000000000000000000000", 8, new byte[] {1, 2, 3});
  }

  public static void main(String[] folder) throws IOException {
    for (PartFile file : data().write(Path.of(folder[0]), ArchiveSettings.DEFAULT.withRows(4, 8))) {
      Files.move(file.path(), Path.of(folder[0]).resolve(file.kind().folder() + ".parquet"));
    }
  }
}
