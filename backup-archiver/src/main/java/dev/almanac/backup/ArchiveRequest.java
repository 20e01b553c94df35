package dev.almanac.backup;

import dev.almanac.catalog.Manifest;
import java.nio.file.Path;

/**
 * What somebody wants archived.
 *
 * @param snapshot a folder of blocks, or one block
 * @param archive the archive's root: a folder or {@code s3://bucket/prefix}
 * @param source what the manifest will say of the snapshot's origin
 * @param writer what the manifest will say of the program, {@code almanac 0.1.0}
 * @param acceptRemovals whether to go on where most of what is archived of that time is gone
 */
public record ArchiveRequest(
    Path snapshot, String archive, Manifest.Source source, String writer, boolean acceptRemovals) {

  /** A request that does not expect most archived samples to be gone. */
  public ArchiveRequest(Path snapshot, String archive, Manifest.Source source, String writer) {
    this(snapshot, archive, source, writer, false);
  }
}
