package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.labels;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollups of many series, of which few are asked for. */
class RollupGroupsTest {

  private static final long HOUR = 3_600_000;
  private static final int HOURS = 24;

  /** Of 700 rows each, so that they begin and end anywhere in pages. */
  private static final int METRICS = 60;

  private static final int SERIES = 29;

  @TempDir private Path folder;

  private RollupCursor.Files small;
  private RollupCursor.Files large;
  private long read;

  @BeforeEach
  void write() throws IOException {
    small = write(RollupGroups.SMALL);
    large = write(RollupGroups.LARGE);
  }

  private static String metric(int number) {
    return "metric_%02d".formatted(number);
  }

  private RollupCursor.Files write(RollupGroups groups) throws IOException {
    Path place = Files.createDirectory(folder.resolve(groups.name()));
    try (RollupWriter writer = new RollupWriter(place, EnumSet.of(RollupStep.HOUR), groups)) {
      for (int metric = 0; metric < METRICS; metric++) {
        for (int of = 0; of < SERIES; of++) {
          long id = metric * 1000L + of;
          Labels labels = labels(metric(metric), "job", "%02d".formatted(of));
          SeriesRow row = new SeriesRow(id, labels, DAY, DAY + HOURS * HOUR - 1, HOURS, 0, 0);
          writer.startSeries(row);
          for (int hour = 0; hour < HOURS; hour++) {
            long at = DAY + hour * HOUR;
            double value = Math.sqrt(id * HOURS + hour + 2.0); // all digits, so that bytes count
            writer.append(
                RollupStep.HOUR,
                row,
                new RollupRow(at, 1, value, value, value, value, value, at, at, 0, 0, 0));
          }
        }
      }
      Map<Optional<RollupStep>, PartFile> files = writer.finish();
      return new RollupCursor.Files(
          ArchiveInput.of(files.get(Optional.<RollupStep>empty()).path()),
          counted(ArchiveInput.of(files.get(Optional.of(RollupStep.HOUR)).path())),
          RollupStep.HOUR);
    }
  }

  private ArchiveInput counted(ArchiveInput input) {
    return new ForwardingInput(input) {
      @Override
      public void read(long position, byte[] into, int offset, int length) {
        read += length;
        super.read(position, into, offset, length);
      }
    };
  }

  private static List<String> maxima(RollupCursor.Files files, SeriesRange range, String job) {
    try (SeriesCursor series =
        new RollupCursor(
            files,
            RollupNumber.MAX,
            range,
            labels -> job.isEmpty() || labels.get("job").equals(job),
            TimeRange.ALL)) {
      return SampleData.text(series);
    }
  }

  private static SeriesRange of(String metric) {
    return new SeriesRange(
        Labels.of("", "", Labels.METRIC_NAME, metric),
        Labels.of("", "", Labels.METRIC_NAME, metric + '\0'));
  }

  @Test
  void filesOfBothKindsTellTheSameOfEachMetric() {
    List<String> all = new ArrayList<>();
    for (int metric = 0; metric < METRICS; metric++) {
      List<String> found = maxima(small, of(metric(metric)), "");
      assertThat(found).hasSize(2 * SERIES).isEqualTo(maxima(large, of(metric(metric)), ""));
      all.addAll(found);
    }
    assertThat(maxima(small, SeriesRange.ALL, "")).isEqualTo(all);
  }

  @Test
  void findsSeriesInTheMidstOfAMetric() {
    for (int metric = 0; metric < METRICS; metric += 7) {
      SeriesRange rest = new SeriesRange(labels(metric(metric), "job", "17"), null);
      assertThat(maxima(small, rest, "17"))
          .hasSize(2 * (METRICS - metric))
          .isEqualTo(maxima(large, rest, "17"));
    }
  }

  @Test
  void findsNothingOfMetricsThatAreNotThere() {
    for (String metric : List.of("", "a", metric(30) + "_more", "zzz")) {
      assertThat(maxima(small, of(metric), "")).isEmpty();
    }
  }

  @Test
  void readsOfSmallGroupsAFractionOfTheFile() {
    read = 0;
    maxima(small, of(metric(METRICS / 2)), "");

    assertThat(read).isLessThan(small.rows().size() / 2);
  }

  @Test
  void tellsWhichOfThemAFileHas() {
    assertThat(RollupGroups.of(small.rows())).isEqualTo(RollupGroups.SMALL);
    assertThat(RollupGroups.of(large.rows())).isEqualTo(RollupGroups.LARGE);
  }
}
