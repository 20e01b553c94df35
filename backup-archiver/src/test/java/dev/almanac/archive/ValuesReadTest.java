package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.STALE;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.layout;
import static dev.almanac.archive.SampleData.part;
import static dev.almanac.archive.SampleData.run;
import static dev.almanac.archive.SampleData.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesReadTest {

  private static final Labels UP = labels("up", "job", "node");

  @TempDir private Path folder;

  /** A line for each series, with the sizes of its runs, its first time and its values in hex. */
  private static List<String> read(ArchivePart part, TimeRange within, String passedOver) {
    List<String> text = new ArrayList<>();
    try (SeriesCursor cursor =
        ArchiveReader.openValues(List.of(List.of(part)), SeriesRange.ALL, within).get(0)) {
      while (cursor.nextSeries()) {
        if (cursor.labels().metricName().equals(passedOver)) {
          continue;
        }
        StringBuilder line = new StringBuilder(cursor.labels().metricName());
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          line.append(" | ").append(run.firstTimestamp() - DAY);
          for (int i = 0; i < run.size(); i++) {
            line.append(' ').append(Long.toHexString(((FloatRun) run).valueBits[i]));
          }
        }
        text.add(line.toString());
      }
    }
    return text;
  }

  @Test
  void joinsTheChunksOfASeries() {
    ArchivePart part =
        part(
            new SampleData()
                .add(
                    UP,
                    run(DAY, true, 1, STALE),
                    run(DAY + 60_000, true, -1),
                    values(DAY + 90_000, 2))
                .add(labels("z"), values(DAY + 15_000, 0.5))
                .write(folder, ArchiveSettings.DEFAULT.withRows(3, 3)));

    assertThat(read(part, TimeRange.ALL, ""))
        .containsExactly(
            "up | 0 1 7ff0000000000002 ffffffffffffffff 4000000000000000",
            "z | 15000 3fe0000000000000");
  }

  @Test
  void readsOnlyTheTimeThatIsWanted() {
    ArchivePart part =
        part(
            new SampleData()
                .add(labels("early"), values(DAY, 1, 2))
                .add(UP, run(DAY, true, 1, 2, 3, 4, 5, 6), run(DAY + 90_000, true, 7, 8))
                .write(folder, ArchiveSettings.DEFAULT.withRows(2, 4)));

    assertThat(read(part, new TimeRange(DAY + 30_000, DAY + 105_000), ""))
        .containsExactly("up | 30000 3 4 5 6 7");
  }

  @Test
  void showsASeriesOfNativeHistogramsWithoutRuns() {
    ArchivePart part =
        part(
            new SampleData()
                .add(
                    labels("latency"),
                    SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 3, layout()))
                .add(UP, run(DAY, true, 1))
                .write(folder, ArchiveSettings.DEFAULT));

    assertThat(read(part, TimeRange.ALL, "")).containsExactly("latency", "up | 0 1");
  }

  @Test
  void readsNoPageOfASeriesThatIsPassedOver() {
    ArchivePart part =
        part(
            new SampleData()
                .add(labels("a"), run(DAY, true, 1, 2))
                .add(labels("b"), run(DAY, true, 1, 2, 3, 4, 5, 6, 7, 8))
                .add(labels("c"), run(DAY, true, 1, 2))
                .write(folder, ArchiveSettings.DEFAULT.withRows(2, 2)));
    ArchivePart damaged = damaged(part, 2, "ts");

    assertThat(read(damaged, TimeRange.ALL, "b")).containsExactly("a | 0 1 2", "c | 0 1 2");
    assertThatThrownBy(() -> read(damaged, TimeRange.ALL, ""))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("column ts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "chunk_start", "encoding", "start_ts"})
  void readsNoColumnThatTellsNothingOfTimesAndValues(String column) {
    ArchivePart part =
        part(
            new SampleData()
                .add(UP, SampleData.withStarts(run(DAY, true, 1, 2), DAY, DAY))
                .write(folder, ArchiveSettings.DEFAULT));

    assertThat(read(damaged(part, 0, column), TimeRange.ALL, "")).containsExactly("up | 0 1 2");
  }

  /** The part with the last byte of a column's first page in a row group turned over. */
  private static ArchivePart damaged(ArchivePart part, int group, String column) {
    ArchiveFile file = ArchiveFile.open(part.samples(), ArchiveKind.SAMPLES);
    PagePlaces pages =
        file.pages(file.place(group, ArchiveSchema.column(ArchiveKind.SAMPLES, column)));
    long place = pages.end(0) - 1;
    return new ArchivePart(part.series(), new Damaged(part.samples(), place), part.histograms());
  }

  private static final class Damaged extends ForwardingInput {

    private final long place;

    Damaged(ArchiveInput input, long place) {
      super(input);
      this.place = place;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      super.read(position, into, offset, length);
      if (place >= position && place < position + length) {
        int at = offset + (int) (place - position);
        into[at] = (byte) ~into[at];
      }
    }
  }
}
