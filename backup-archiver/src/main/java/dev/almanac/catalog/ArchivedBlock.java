package dev.almanac.catalog;

import static java.util.Objects.requireNonNull;

import dev.almanac.series.TimeRange;
import java.io.Serializable;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of the snapshot, as far as its rows do not tell.
 *
 * @param ulid its folder's name
 * @param timeRange from its meta.json
 * @param indexVersion 1, 2 or 3
 * @param metaJson the whole of meta.json, unknown keys and white space too
 * @param tombstones the whole of the tombstones file in Base64, or empty where there was none
 * @param rebuild what else must be known to make the same files again
 * @param files every file of the block as it was, in order of paths
 */
public record ArchivedBlock(
    String ulid,
    TimeRange timeRange,
    int indexVersion,
    String metaJson,
    String tombstones,
    Rebuild rebuild,
    List<BlockFile> files)
    implements Serializable {

  /** A restore makes a folder of this name, so it must not lead anywhere else. */
  private static final Pattern ULID = Pattern.compile("[0-9A-Za-z]{26}");

  public ArchivedBlock {
    Invariants.check(
        ULID.matcher(ulid).matches(),
        "a block's name is a ULID of 26 letters and digits, found \"" + ulid + "\"");
    requireNonNull(timeRange, "timeRange");
    Invariants.check(
        1 <= indexVersion && indexVersion <= 3,
        "index version is 1, 2 or 3, found " + indexVersion);
    requireNonNull(metaJson, "metaJson");
    Base64.getDecoder().decode(tombstones);
    requireNonNull(rebuild, "rebuild");
    Invariants.checkDistinct("file of block " + ulid, files, BlockFile::path);
    files = files.stream().sorted(Comparator.comparing(BlockFile::path)).toList();
  }

  /**
   * What differs between the versions of Prometheus that wrote blocks, and cannot be seen from
   * their samples.
   *
   * @param labelIndices whether the index has label indices, which 3.7 and later leave out
   * @param paddedChunks whether chunks that end with a whole byte have a zero byte more, as
   *     versions before 3.0 wrote them
   * @param unusedSymbols symbols of the index that no series uses, in order
   */
  public record Rebuild(boolean labelIndices, boolean paddedChunks, List<String> unusedSymbols)
      implements Serializable {

    /** What a current version writes. */
    public static final Rebuild MODERN = new Rebuild(false, false, List.of());

    public Rebuild {
      unusedSymbols = List.copyOf(unusedSymbols);
    }
  }

  /**
   * A file of a block.
   *
   * @param path relative to the block's folder, {@code chunks/000001}
   * @param size in bytes
   * @param sha256 in lower-case hexadecimal
   */
  public record BlockFile(String path, long size, String sha256) implements Serializable {

    private static final Pattern INSIDE_THE_BLOCK =
        Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    public BlockFile {
      Invariants.check(
          INSIDE_THE_BLOCK.matcher(path).matches(),
          "a block's file has a path inside the block, found \"" + path + "\"");
      Invariants.checkCount("size", size);
      Invariants.checkSha256(sha256);
    }
  }

  /** Size of all its files. */
  public long bytes() {
    return files.stream().mapToLong(BlockFile::size).sum();
  }
}
