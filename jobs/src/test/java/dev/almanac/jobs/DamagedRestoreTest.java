package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What restore, verify and drill make of an archive that is damaged, and drills of whole ones. */
class DamagedRestoreTest extends RestoreCase {

  @Test
  void refusesABackupWithAFlippedBitAndNamesTheFile() throws IOException {
    Path damaged = anyFile("samples");
    flipABitOf(damaged);

    CommandRun run = restore();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("damaged: " + archive.relativize(damaged) + ": expected SHA-256")
        .contains("nothing was changed")
        .contains("--partial");
    assertThat(into).doesNotExist();
  }

  @Test
  void restoresWhatIsWholeWhereAFileIsGoneAndTheUserSaysSo() throws IOException {
    Path missing = anyFile("samples");
    Files.delete(missing);

    CommandRun run = restore("--partial");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains(archive.relativize(missing).toString());
    assertThat(run.out()).contains("left out, damaged: block ");
  }

  @Test
  void whatIsWholeIsTheSnapshotsOwnWhereHalfOfTheBackupIsGone() throws IOException {
    SnapshotFolder twoDays =
        new SnapshotFolder(folder.resolve("20261123T010000Z-000000000000000a"));
    for (int day = 0; day < 2; day++) {
      long from = MIDNIGHT + day * DAY;
      twoDays.block(
          block ->
              block
                  .floats("up", from, from + DAY, MINUTE)
                  .histograms("latency", from, from + DAY, MINUTE));
    }
    archive = folder.resolve("two-days");
    SerialBackup.of(twoDays.path(), archive);
    for (String kind : List.of("samples", "histograms", "series")) {
      Files.delete(anyFile(kind)); // of the first day
    }

    CommandRun verified = run("verify", "latest");
    CommandRun refused = restore();
    CommandRun run = restore("--partial");

    assertThat(verified.exit()).isEqualTo(ExitCode.NO);
    assertThat(verified.out()).contains("3 problems").contains("--partial");
    assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("left out, damaged: block 01JB0EXAMP1E0F0A0B10CK0000");
    Map<String, Integer> secondDay = tree(twoDays.path());
    secondDay.keySet().removeIf(file -> !file.startsWith("01JB0EXAMP1E0F0A0B10CK0001"));
    assertThat(tree(into)).isNotEmpty().isEqualTo(secondDay);
  }

  @Test
  void verifyNamesADamagedFile() throws IOException {
    Path damaged = anyFile("series");
    flipABitOf(damaged);

    CommandRun run = run("verify", "--all");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains(archive.relativize(damaged) + ": expected SHA-256");
  }

  @Test
  void aDrillPublishesThatTheBackupRestores() throws IOException {
    Path textfile = folder.resolve("drill.prom");

    CommandRun run = run("drill", "--textfile", textfile.toString());

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains(", and Prometheus shows them all");
    assertThat(textfile)
        .content()
        .contains("almanac_restore_drill_success 1.0\n")
        .contains("almanac_restore_drill_differences 0.0\n");
  }

  @Test
  void aDrillPublishesThatTheBackupDoesNotRestore() throws IOException {
    flipABitOf(anyFile("samples"));
    Path textfile = folder.resolve("drill.prom");

    CommandRun run = run("drill", "--textfile", textfile.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(textfile).content().contains("almanac_restore_drill_success 0.0\n");
  }

  @Test
  void aDrillPublishesThatThereIsNoBackup() {
    Path textfile = folder.resolve("drill.prom");

    CommandRun run =
        CommandRun.of(
            "drill",
            "--archive",
            folder.resolve("nothing").toString(),
            "--textfile",
            textfile.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(textfile).content().contains("almanac_restore_drill_success 0.0\n");
  }
}
