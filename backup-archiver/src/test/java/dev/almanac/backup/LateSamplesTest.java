package dev.almanac.backup;

import static dev.almanac.backup.ListedSeries.run;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchiveSettings;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateSamplesTest {

  private static final long BEGIN = MIDNIGHT + 10 * HOUR;
  private static final Labels UP = Labels.of("__name__", "up", "job", "test");

  @TempDir private Path temp;
  private int snapshots;

  /** An hour of {@code up}, a sample a minute. */
  private Path snapshot() {
    return snapshot(MINUTE);
  }

  private Path snapshot(long step) {
    String name = "20261201T0000%02dZ-1f2e3d4c5b6a7988".formatted(snapshots++);
    return new SnapshotFolder(temp.resolve(name))
        .block(block -> block.floats("up", BEGIN, BEGIN + HOUR, step))
        .path();
  }

  /** A server that shows these samples: timestamp, value, timestamp, value, … */
  private static LateSource showing(Labels labels, long... samples) {
    return new Server() {
      @Override
      public SeriesCursor read(TimeRange time) {
        Run run = run(samples);
        run.clip(time);
        return run.size() == 0
            ? new ListedSeries()
            : new ListedSeries(new ListedSeries.Series(labels, List.of(run)));
      }
    };
  }

  private abstract static class Server implements LateSource {

    @Override
    public Duration outOfOrderWindow() {
      return Duration.ofHours(1);
    }

    @Override
    public Map<String, String> externalLabels() {
      return Map.of("cluster", "a");
    }
  }

  private Manifest backup(Path snapshot, LateSource server) {
    return SerialBackup.of(
        new ArchiveRequest(
            snapshot,
            temp.resolve("archive").toString(),
            new Manifest.Source("http://server", "2.42.0", List.of()),
            "test",
            ArchiveSettings.DEFAULT.encodings(),
            server,
            false));
  }

  private SampleTable archived(Manifest backup) {
    return ArchivedSamples.of(temp.resolve("archive").toString(), backup.id());
  }

  @Test
  void areArchivedBesideTheSnapshot() {
    Labels answered = Labels.of("__name__", "up", "cluster", "a", "job", "test");

    Manifest backup =
        backup(snapshot(), showing(answered, BEGIN - 5, 50, BEGIN, 99, BEGIN + 5, 51));

    assertThat(archived(backup).of(UP)).hasSize(62).containsKeys(BEGIN - 5, BEGIN + 5);
    assertThat(backup.totals().samples()).isEqualTo(62);
    assertThat(backup.totals().newSamples()).isEqualTo(62);
    assertThat(backup.source().losses())
        .containsExactly(
            "2 samples that the server showed and the snapshot lacks were fetched by remote read"
                + " and archived too, apart from the blocks.");
  }

  @Test
  void areNotThoseThatAreNewerThanTheSnapshotOrOlderThanTheWindow() {
    Manifest backup =
        backup(
            snapshot(),
            showing(UP, BEGIN - 3 * HOUR, 1, BEGIN + HOUR - MINUTE + 1, 2, BEGIN + HOUR, 3));

    assertThat(archived(backup).samples()).isEqualTo(60);
    assertThat(backup.source().losses()).isEmpty();
  }

  @Test
  void areOfTheirOwnBackupAlone() {
    Manifest first = backup(snapshot(), showing(UP, BEGIN + 5, 50));

    Manifest second = backup(snapshot(), null);

    assertThat(archived(first).samples()).isEqualTo(61);
    assertThat(archived(second).samples()).isEqualTo(60);
    assertThat(second.totals().newSamples()).isZero();
    assertThat(second.files()).noneMatch(file -> ArchiveLayout.isLate(file.key()));
    assertThat(ArchiveListing.of(temp.resolve("archive")).keySet())
        .filteredOn(ArchiveLayout::isLate)
        .isNotEmpty()
        .allMatch(key -> key.startsWith("superseded/"));
  }

  @Test
  void areWrittenAsOthersOnceABlockHoldsThem() {
    backup(snapshot(), showing(UP, BEGIN + MINUTE / 2, 50));

    Manifest second = backup(snapshot(MINUTE / 2), null);

    assertThat(archived(second).samples()).isEqualTo(120);
    assertThat(second.totals().newSamples()).isEqualTo(60);
  }

  @Test
  void areMissingWithAWordWhereTheServerDoesNotAnswer() {
    LateSource broken =
        new Server() {
          @Override
          public SeriesCursor read(TimeRange time) {
            throw new Unavailable(new IllegalStateException("http://server answered 403"));
          }
        };

    Manifest backup = backup(snapshot(), broken);

    assertThat(archived(backup).samples()).isEqualTo(60);
    assertThat(backup.source().losses())
        .singleElement()
        .asString()
        .contains("could not be fetched by remote read")
        .endsWith("http://server answered 403");
  }
}
