package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says and does where files of earlier backups are lost. */
class HealedArchiveTest {

  @TempDir private Path temp;
  private Path root;
  private Path first;
  private Path second;

  @BeforeEach
  void archiveTheFirstNight() {
    root = temp.resolve("archive");
    first = snapshot("20261201T000000Z-1f2e3d4c5b6a7988", 30);
    second = snapshot("20261201T010000Z-1f2e3d4c5b6a7988", 31);
    assertThat(archive(first).exit()).isEqualTo(ExitCode.DONE);
  }

  private Path snapshot(String name, int hours) {
    return new SnapshotFolder(temp.resolve(name))
        .block(block -> block.floats("up", 3, MIDNIGHT, MIDNIGHT + 24 * HOUR, MINUTE))
        .block(
            block -> block.floats("up", 3, MIDNIGHT + 24 * HOUR, MIDNIGHT + hours * HOUR, MINUTE))
        .path();
  }

  private CommandRun archive(Path snapshot, String... options) {
    return run(
        Stream.concat(Stream.of("archive", "--from", snapshot.toString()), Stream.of(options)));
  }

  private CommandRun run(String... words) {
    return run(Stream.of(words));
  }

  private CommandRun run(Stream<String> words) {
    return CommandRun.of(
        Stream.concat(words, Stream.of("--archive", root.toString())).toArray(String[]::new));
  }

  private Path samplesOf(String day) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("samples/day=" + day))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void archivesADayAnewThatIsLostAndSaysSo() throws IOException {
    Path lost = samplesOf("2026-11-21");
    Files.delete(lost);

    CommandRun healed = archive(second);

    assertThat(healed.exit()).as(healed.err()).isEqualTo(ExitCode.NO);
    assertThat(healed.out()).startsWith("Archived backup 20261201T010000Z-");
    assertThat(healed.err())
        .contains("note: 2026-11-21 was archived anew: " + root.relativize(lost) + " is missing");
    assertThat(run("ls", "--json").json()).hasSize(2);
    assertThat(run("verify", "latest").exit()).isEqualTo(ExitCode.DONE);
    CommandRun before = run("verify", "20261201T000000Z");
    assertThat(before.exit()).isEqualTo(ExitCode.NO);
    assertThat(before.out() + before.err()).contains(root.relativize(lost).toString());
  }

  @Test
  void archivesADayAnewThatIsDamagedAndBeingRead() throws IOException {
    Path damaged = samplesOf("2026-11-22");
    byte[] bytes = Files.readAllBytes(damaged);
    for (int i = 4; i < bytes.length / 2; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(damaged, bytes);

    CommandRun healed = archive(second, "--json", "--parallelism=2");

    assertThat(healed.exit()).as(healed.err()).isEqualTo(ExitCode.NO);
    JsonNode losses = healed.json().path("source").path("losses");
    assertThat(losses).hasSize(1);
    assertThat(losses.get(0).asText()).contains(root.relativize(damaged).toString());
    assertThat(run("verify", "latest").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void saysNothingOfItTheNextNight() throws IOException {
    Files.delete(samplesOf("2026-11-21"));
    archive(second);

    CommandRun next = archive(snapshot("20261201T020000Z-1f2e3d4c5b6a7988", 32));

    assertThat(next.exit()).as(next.err()).isEqualTo(ExitCode.DONE);
    assertThat(next.err()).doesNotContain("note:");
  }

  @Test
  void saysThatABackupItFindsHasLostAFile() throws IOException {
    Path lost = samplesOf("2026-11-21");
    Files.delete(lost);

    CommandRun again = archive(first);

    assertThat(again.exit()).isEqualTo(ExitCode.NO);
    assertThat(again.out()).startsWith("Already archived: backup 20261201T000000Z-");
    assertThat(again.err())
        .contains(root.relativize(lost) + " is missing or damaged, which this backup needs;");
  }
}
