package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.layout;
import static dev.almanac.archive.SampleData.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoryTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  @TempDir private Path folder;

  /** Names of the files that were read from, one for each range. */
  private final List<String> reads = new ArrayList<>();

  private ArchivePart part;

  @BeforeEach
  void write() throws IOException {
    part = part("first");
  }

  /** Two series of each metric, of which one has native histograms, too. */
  private ArchivePart part(String name) throws IOException {
    SampleData data = new SampleData();
    for (String metric : NAMES) {
      data.add(labels(metric, "job", "x"), run(DAY, true, 1, 2, 3));
      data.add(labels(metric, "job", "y"), run(DAY, true, 4, 5));
      data.add(
          labels(metric, "job", "y"),
          SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 3, layout()));
    }
    return SampleData.part(
        data.write(
            Files.createDirectory(folder.resolve(name)), ArchiveSettings.DEFAULT.withRows(4, 8)));
  }

  private ArchivePart remembering(FileMemory memory, ArchivePart of) {
    return new ArchivePart(
        memory.remembering(counted(of.series())),
        memory.remembering(counted(of.samples())),
        memory.remembering(counted(of.histograms())));
  }

  private ArchiveInput counted(ArchiveInput input) {
    return new ForwardingInput(input) {
      @Override
      public void read(long position, byte[] into, int offset, int length) {
        reads.add(input.name());
        super.read(position, into, offset, length);
      }
    };
  }

  private static SeriesRange metrics(String from, String until) {
    return new SeriesRange(labels(from), labels(until));
  }

  @Test
  void answersOutOfMemoryAsOutOfTheFile() {
    FileMemory memory = new FileMemory(1 << 24);
    List<SeriesRange> ranges = new ArrayList<>(List.of(SeriesRange.ALL));
    for (String from : List.of("", "a", "b", "bb", "e", "f")) {
      ranges.add(new SeriesRange(labels(from), null));
      ranges.add(new SeriesRange(null, labels(from)));
      ranges.add(metrics(from, from + "0"));
      ranges.add(metrics(from, "z"));
      ranges.add(new SeriesRange(labels(from, "job", "xx"), labels("z")));
    }
    for (SeriesRange range : ranges) {
      for (TimeRange time : List.of(TimeRange.ALL, new TimeRange(DAY + 1, DAY + 15_001))) {
        List<String> expected = SampleData.read(range, time, part);
        assertThat(SampleData.read(range, time, remembering(memory, part))).isEqualTo(expected);
        assertThat(SampleData.read(range, time, remembering(memory, part))).isEqualTo(expected);
      }
    }
  }

  /** What a range holds, asked for after another one; {@link #reads} tells what was read for it. */
  private List<String> readSecond(SeriesRange range) {
    FileMemory memory = new FileMemory(1 << 24);
    SampleData.read(metrics("d", "e"), TimeRange.ALL, remembering(memory, part));
    reads.clear();
    return SampleData.read(range, TimeRange.ALL, remembering(memory, part));
  }

  @Test
  void readsAListOfSeriesOnce() {
    assertThat(readSecond(metrics("b", "c")))
        .isEqualTo(SampleData.read(metrics("b", "c"), TimeRange.ALL, part));
    assertThat(reads).isNotEmpty().doesNotContain(part.series().name());
  }

  @Test
  void readsNothingOfFilesThatHoldNoSeriesAskedFor() {
    assertThat(readSecond(metrics("f", "g"))).isEmpty();
    assertThat(reads).isEmpty();
  }

  @Test
  void keepsLabelSetsThatSeveralFilesHaveOnce() throws IOException {
    FileMemory memory = new FileMemory(1 << 24);
    SampleData.read(remembering(memory, part));
    long ofOne = memory.weight();

    ArchivePart second = remembering(memory, part("second"));
    SampleData.read(second);

    long labels = 2L * NAMES.size() * LabelPool.weightOf(2);
    assertThat(memory.weight()).isEqualTo(2 * ofOne - labels);
    assertThat(first(second)).isSameAs(first(remembering(memory, part)));
  }

  private static Labels first(ArchivePart of) {
    SeriesRows rows = SeriesRows.open(of.series());
    assertThat(rows.next()).isTrue();
    return rows.row().labels();
  }

  @Test
  void doesNotKeepAListThatIsTooLong() {
    FileMemory memory = new FileMemory(16 * SeriesList.weightOf(2L * NAMES.size()) - 1);
    SampleData.read(remembering(memory, part));
    reads.clear();

    assertThat(SampleData.read(remembering(memory, part))).isEqualTo(SampleData.read(part));

    assertThat(reads).contains(part.series().name());
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() throws IOException {
    long ofOneList = 16 * SeriesList.weightOf(2L * NAMES.size());
    FileMemory memory = new FileMemory(ofOneList);
    List<ArchivePart> parts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      parts.add(part("part" + i));
      SampleData.read(remembering(memory, parts.get(i)));
      assertThat(memory.weight()).isLessThanOrEqualTo(ofOneList);
      SampleData.read(remembering(memory, parts.get(0)));
    }
    reads.clear();

    SampleData.read(remembering(memory, parts.get(0)));
    assertThat(reads).doesNotContain(parts.get(0).series().name());
    SampleData.read(remembering(memory, parts.get(1)));
    assertThat(reads).contains(parts.get(1).series().name());
  }

  @Test
  void givesBackAllLabelSetsOfWhatItForgets() {
    LabelPool pool = new LabelPool();
    Labels first = labels("up", "job", "x");

    assertThat(pool.take(first)).isSameAs(first);
    assertThat(pool.take(labels("up", "job", "x"))).isSameAs(first);
    pool.release(first);
    assertThat(pool.weight()).isEqualTo(LabelPool.weightOf(2));
    pool.release(first);

    assertThat(pool.weight()).isZero();
  }

  @Test
  void refusesAFileOfAnotherKindThoughItIsKnown() {
    FileMemory memory = new FileMemory(1 << 24);
    ArchiveInput samples = memory.remembering(part.samples());
    ArchiveFile.open(samples, ArchiveKind.SAMPLES);

    assertThatThrownBy(() -> SeriesRows.open(samples))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("almanac.kind: expected series, found samples");
  }
}
