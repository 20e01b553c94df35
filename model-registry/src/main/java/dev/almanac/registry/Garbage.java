package dev.almanac.registry;

import dev.almanac.blob.BlobInfo;
import java.util.List;

/**
 * What a garbage collection removes, or would remove.
 *
 * @param versions that are deleted because they are too old, in order
 * @param blobs that nothing names, in the order in which they go; with those of these versions
 * @param unfinished the keys of what was stored and never shown, by publications that ended long
 *     ago
 */
public record Garbage(List<VersionId> versions, List<BlobInfo> blobs, List<String> unfinished) {

  public Garbage {
    versions = List.copyOf(versions);
    blobs = List.copyOf(blobs);
    unfinished = List.copyOf(unfinished);
  }

  /** The size of the blobs; what was never shown is not counted. */
  public long bytes() {
    return blobs.stream().mapToLong(BlobInfo::size).sum();
  }
}
