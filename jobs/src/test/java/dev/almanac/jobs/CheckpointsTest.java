package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir private Path folder;

  private void whole(String checkpoint, long time) throws IOException {
    Path metadata = Files.createDirectories(folder.resolve(checkpoint)).resolve("_metadata");
    Files.writeString(metadata, "all of it");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(time));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsTheNewestAndTheOneBeforeOfThoseThatEndedJobsLeft() throws IOException {
    whole("first/chk-3", 1_000_000);
    whole("savepoint-first", 2_000_000);
    whole("second/chk-8", 3_000_000);
    whole("second/chk-9", 4_000_000);
    whole("savepoint-second", 5_000_000);
    Files.createDirectories(folder.resolve("half/chk-1"));
    try (Checkpoints checkpoints = Checkpoints.open(folder.toString())) {
      checkpoints.removeOlder();

      assertThat(checkpoints.newest().orElseThrow()).endsWith("/savepoint-second");
    }

    assertThat(left()).containsExactly("half", "lock", "savepoint-second", "second");
  }

  @Test
  void removesNothingThatIsNoCheckpoint() throws IOException {
    Files.writeString(folder.resolve("notes"), "of the user");
    whole("savepoint-only", 1_000_000);
    try (Checkpoints checkpoints = Checkpoints.open(folder.toString())) {
      checkpoints.removeOlder();
    }

    assertThat(left()).containsExactly("lock", "notes", "savepoint-only");
  }
}
