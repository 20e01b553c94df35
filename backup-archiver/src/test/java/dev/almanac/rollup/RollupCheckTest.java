package dev.almanac.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.PartFile;
import dev.almanac.archive.RollupGroups;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.backup.ArchiveCheck.Finding;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollups of a day with more rows than a small group has. */
class RollupCheckTest {

  private static final long MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();
  private static final long FIVE_MINUTES = 300_000;
  private static final int STEPS = 288;
  private static final int SERIES = 30;

  @TempDir private Path folder;

  private BlobStore store;
  private RollupDay day;

  @BeforeEach
  void archive() throws IOException {
    Map<Labels, List<Run>> series = new TreeMap<>();
    for (int i = 0; i < SERIES; i++) {
      series.put(Labels.of("__name__", "up", "job", "j" + i), List.of(run(i)));
    }
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    TestArchive.block(snapshot, series);
    Path archive = folder.resolve("archive");
    SerialBackup.of(snapshot, archive);
    store = BlobStores.open(archive.toString());
    day =
        new Rollups(store)
            .plan(EnumSet.of(RollupStep.FIVE_MINUTES, RollupStep.HOUR), LocalDate.MIN)
            .build()
            .get(0);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static FloatRun run(double first) {
    FloatRun run = new FloatRun(STEPS);
    for (int i = 0; i < STEPS; i++) {
      run.timestamps[i] = MIDNIGHT + i * FIVE_MINUTES;
      run.valueBits[i] = Double.doubleToRawLongBits(first + i);
    }
    run.setSize(STEPS);
    run.setStartsChunk(true);
    return run;
  }

  private Path work() throws IOException {
    return Files.createTempDirectory(folder, "work-");
  }

  private void publish(RollupGroups groups) throws IOException {
    Map<Optional<RollupStep>, PartFile> files =
        new DayRollup(store, day, samples -> {}).write(work(), groups);
    files.forEach(
        (step, file) ->
            store.publish(
                store.prepare(
                    new Place(step, day.day().toEpochDay(), day.name()).key(), file.path())));
  }

  private List<Finding> findings() throws IOException {
    Path work = work();
    List<Finding> findings = new RollupCheck(store, samples -> {}).findings(day, work);
    assertThat(work).isEmptyDirectory();
    return findings;
  }

  @Test
  void findsNothingWrongWithRollupsInSmallGroups() throws IOException {
    publish(RollupGroups.SMALL);

    assertThat(findings()).isEmpty();
  }

  @Test
  void findsNothingWrongWithRollupsThatWereWrittenInLargeGroups() throws IOException {
    publish(RollupGroups.LARGE);

    assertThat(findings()).isEmpty();
  }
}
