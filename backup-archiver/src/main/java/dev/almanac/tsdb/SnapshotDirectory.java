package dev.almanac.tsdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of blocks: a snapshot of a Prometheus, or its data folder while it rests. Folders that
 * are not named by a ULID ({@code wal}, {@code chunks_head}, blocks under construction or deletion)
 * are none of its blocks.
 *
 * @param path the folder
 * @param blocks its blocks in order of time
 */
public record SnapshotDirectory(Path path, List<Block> blocks) {

  /**
   * A block of a snapshot.
   *
   * @param path its folder
   * @param meta what it says of itself
   */
  public record Block(Path path, BlockMeta meta) {}

  private static final Comparator<Block> BY_TIME =
      Comparator.<Block>comparingLong(block -> block.meta().minTime())
          .thenComparingLong(block -> block.meta().maxTime())
          .thenComparing(block -> block.meta().ulid());

  public SnapshotDirectory {
    blocks = List.copyOf(blocks);
  }

  /**
   * Looks through a folder of blocks, or takes a block's own folder as the only one.
   *
   * @throws IllegalArgumentException where the path is no folder or holds no block
   * @throws dev.almanac.tsdb.file.CorruptBlockException where a block does not describe itself
   */
  public static SnapshotDirectory open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path
              + (Files.exists(path) ? " is not a folder" : " does not exist")
              + ": expected a Prometheus snapshot, a folder of blocks");
    }
    if (Files.exists(path.resolve(BlockMeta.FILE))) {
      return new SnapshotDirectory(path, List.of(new Block(path, BlockMeta.read(path))));
    }
    List<Block> blocks = new ArrayList<>();
    for (Path folder : blockFolders(path)) {
      BlockMeta meta = BlockMeta.read(folder);
      blocks.add(new Block(folder, meta));
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          path
              + " holds no block: expected folders named like 01HX4Q6Z0S3V8K2M5N7P9R1T3W, each with"
              + " a meta.json (a snapshot lies in snapshots/ of Prometheus's data folder)");
    }
    blocks.sort(BY_TIME);
    return new SnapshotDirectory(path, blocks);
  }

  private static List<Path> blockFolders(Path path) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(entry -> Ulid.isUlid(entry.getFileName().toString()))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
  }
}
