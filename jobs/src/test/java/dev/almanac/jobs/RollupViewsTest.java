package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Rollups from files against the same views without them, which DuckDB makes from samples: of
 * series that begin anew, pause, go stale and hold values that are no numbers.
 */
class RollupViewsTest {

  private static final long MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli();
  private static final long STALE = 0x7ff0000000000002L;

  /** Sums may be added in another order: by so much of what is added, about a thousand each. */
  private static final double TOLERANCE = 1e-9;

  private static final double LARGEST = 1000;

  private static final List<String> VIEWS =
      List.of(
          "SELECT * FROM rollup_5m ORDER BY series_id, ts",
          "SELECT * FROM rollup_1h ORDER BY series_id, ts",
          "SELECT * FROM hourly ORDER BY name, labels::VARCHAR, ts",
          "SELECT * FROM five_minutes WHERE name = 'm1' AND day = '2026-11-23'"
              + " ORDER BY labels::VARCHAR, ts");

  private static final List<Path> FOLDERS = new ArrayList<>();

  @AfterContainer
  static void remove() throws IOException {
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void areWhatTheSamplesSay(@ForAll long seed) throws Exception {
    Path archive = archive(new SplittableRandom(seed));
    List<List<List<Object>>> fromSamples = ask(archive);

    CommandRun rolled = CommandRun.of("rollup", "--archive", archive.toString());

    assertThat(rolled.exit()).as(rolled.err()).isEqualTo(ExitCode.DONE);
    List<List<List<Object>>> fromFiles = ask(archive);
    for (int view = 0; view < VIEWS.size(); view++) {
      assertSame(fromSamples.get(view), fromFiles.get(view));
    }
  }

  /** Samples are read of days alone that are not rolled up. */
  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void mixRolledUpDaysWithOthers(@ForAll long seed) throws Exception {
    Path archive = archive(new SplittableRandom(seed));
    List<List<List<Object>>> fromSamples = ask(archive);
    CommandRun.of("rollup", "--archive", archive.toString());
    Path day = archive.resolve("rollups/step=1h/day=2026-11-23");
    try (Stream<Path> files = Files.list(day)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    List<List<List<Object>>> mixed = ask(archive);

    for (int view = 0; view < VIEWS.size(); view++) {
      assertSame(fromSamples.get(view), mixed.get(view));
    }
  }

  private static void assertSame(List<List<Object>> expected, List<List<Object>> found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      for (int column = 0; column < expected.get(row).size(); column++) {
        Object wanted = expected.get(row).get(column);
        Object there = found.get(row).get(column);
        String what = "row %d, column %d of %s".formatted(row, column, expected.get(row));
        if (wanted instanceof Double number && Double.isFinite(number)) {
          assertThat((Double) there)
              .as(what)
              .isCloseTo(number, within(TOLERANCE * Math.max(LARGEST, Math.abs(number))));
        } else {
          assertThat(there).as(what).isEqualTo(wanted);
        }
      }
    }
  }

  private static List<List<List<Object>>> ask(Path archive) throws Exception {
    List<List<List<Object>>> answers = new ArrayList<>();
    try (HistoryDatabase history = HistoryDatabase.open(ArchiveFiles.in(archive))) {
      for (String view : VIEWS) {
        List<List<Object>> rows = new ArrayList<>();
        history.answer(
            view,
            new RowFormat() {
              @Override
              public void begin(List<Column> columns) {}

              @Override
              public void row(List<Object> values) {
                rows.add(new ArrayList<>(values));
              }

              @Override
              public void end() {}
            });
        answers.add(rows);
      }
    }
    return answers;
  }

  private static Path archive(SplittableRandom random) throws IOException {
    Path folder = Files.createTempDirectory("rollups-");
    FOLDERS.add(folder);
    Map<Labels, List<Run>> series = new TreeMap<>();
    for (int i = 0; i < 6; i++) {
      series.put(Labels.of("__name__", "m" + i % 3, "i", String.valueOf(i)), runs(random));
    }
    Path data = Files.createDirectories(folder.resolve("data"));
    TestArchive.block(data, series);
    Path archive = folder.resolve("archive");
    SerialBackup.of(data, archive);
    return archive;
  }

  /** A few hours around midnight, with samples on the very ends of steps. */
  private static List<Run> runs(SplittableRandom random) {
    ChunkedRuns runs = new ChunkedRuns();
    long interval = List.of(15_000L, 60_000L, 300_000L).get(random.nextInt(3));
    long ts = MIDNIGHT - random.nextInt(7_200_000) / interval * interval;
    double value = random.nextInt(1000);
    for (int i = 0; i < 400; i++, ts += interval - (i % 7 == 0 ? 1 : 0)) {
      int chance = random.nextInt(200);
      if (chance == 0) {
        ts += random.nextInt(9_000_000);
      }
      value = chance < 5 ? random.nextInt(3) : value + random.nextInt(9) * 0.25;
      runs.add(
          ts,
          switch (chance) {
            case 10, 11, 12 -> STALE;
            case 13 -> Double.doubleToRawLongBits(Double.NaN);
            case 14 -> Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
            case 15 -> Double.doubleToRawLongBits(-value / 3);
            default -> Double.doubleToRawLongBits(value);
          });
    }
    return runs.all();
  }
}
