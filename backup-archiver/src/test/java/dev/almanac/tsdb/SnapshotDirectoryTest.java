package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryTest {

  @TempDir Path folder;

  @Test
  void listsBlocksInOrderOfTime() throws IOException {
    block("01JB0EXAMP1E0F0A0B10CKTES3", 10, 20);
    block("01JB0EXAMP1E0F0A0B10CKTES1", 20, 30);
    block("01JB0EXAMP1E0F0A0B10CKTES2", 10, 15);

    assertThat(SnapshotDirectory.open(folder).blocks())
        .extracting(block -> block.meta().ulid())
        .containsExactly(
            "01JB0EXAMP1E0F0A0B10CKTES2",
            "01JB0EXAMP1E0F0A0B10CKTES3",
            "01JB0EXAMP1E0F0A0B10CKTES1");
  }

  @Test
  void takesNoNoticeOfWhatElseLiesInADataFolder() throws IOException {
    Path block = block("01JB0EXAMP1E0F0A0B10CKTES1", 1, 2);
    for (String other :
        new String[] {
          "wal",
          "chunks_head",
          "snapshots",
          "01JB0EXAMP1E0F0A0B10CKTES2.tmp-for-creation",
          "01JB0EXAMP1E0F0A0B10CKTES2.tmp-for-deletion",
          "01jb0examp1e0f0a0b10cktes2"
        }) {
      Files.createDirectory(folder.resolve(other));
    }
    Files.writeString(folder.resolve("lock"), "");
    Files.writeString(folder.resolve("queries.active"), "");
    Files.writeString(folder.resolve("01JB0EXAMP1E0F0A0B10CKTES9"), "a file");

    assertThat(SnapshotDirectory.open(folder).blocks())
        .extracting(SnapshotDirectory.Block::path)
        .containsExactly(block);
  }

  @Test
  void takesTheFolderOfABlock() throws IOException {
    Path block = block("01JB0EXAMP1E0F0A0B10CKTES1", 1, 2);

    assertThat(SnapshotDirectory.open(block).blocks())
        .extracting(SnapshotDirectory.Block::path)
        .containsExactly(block);
  }

  @Test
  void refusesAPathThatDoesNotExist() {
    assertThatThrownBy(() -> SnapshotDirectory.open(folder.resolve("none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder.resolve("none")
                + " does not exist: expected a Prometheus snapshot, a folder of blocks");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> SnapshotDirectory.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + " is not a folder");
  }

  @Test
  void refusesAFolderWithoutBlocks() throws IOException {
    Files.createDirectory(folder.resolve("wal"));

    assertThatThrownBy(() -> SnapshotDirectory.open(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(folder + " holds no block");
  }

  @Test
  void refusesABlockThatDoesNotDescribeItself() throws IOException {
    Files.createDirectory(folder.resolve("01JB0EXAMP1E0F0A0B10CKTES1"));

    assertThatThrownBy(() -> SnapshotDirectory.open(folder))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessage(
            "01JB0EXAMP1E0F0A0B10CKTES1/meta.json: expected the block's description, found no such"
                + " file");
  }

  private Path block(String ulid, long minTime, long maxTime) throws IOException {
    Path block = Files.createDirectory(folder.resolve(ulid));
    Files.writeString(
        block.resolve("meta.json"),
        String.format(
            "{\"version\":1,\"ulid\":\"%s\",\"minTime\":%d,\"maxTime\":%d}",
            ulid, minTime, maxTime));
    return block;
  }
}
