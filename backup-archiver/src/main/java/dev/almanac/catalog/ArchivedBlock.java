package dev.almanac.catalog;

import dev.almanac.series.TimeRange;
import java.util.List;

/**
 * A block of the snapshot, as far as its rows do not tell.
 *
 * @param ulid its folder's name
 * @param timeRange from its meta.json
 * @param indexVersion 1, 2 or 3
 * @param metaJson the whole of meta.json, unknown keys and white space too
 * @param tombstones the whole of the tombstones file in Base64, or empty where there was none
 * @param files every file of the block as it was
 */
public record ArchivedBlock(
    String ulid,
    TimeRange timeRange,
    int indexVersion,
    String metaJson,
    String tombstones,
    List<BlockFile> files) {

  public ArchivedBlock {
    files = List.copyOf(files);
  }

  /**
   * A file of a block.
   *
   * @param path relative to the block's folder, {@code chunks/000001}
   * @param size in bytes
   * @param sha256 in lower-case hexadecimal
   */
  public record BlockFile(String path, long size, String sha256) {}

  public long bytes() {
    return files.stream().mapToLong(BlockFile::size).sum();
  }
}
