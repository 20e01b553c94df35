package dev.almanac.backup;

import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.PageEncodings;
import dev.almanac.catalog.Manifest;
import java.nio.file.Path;

/**
 * What somebody wants archived.
 *
 * @param snapshot a folder of blocks, or one block
 * @param archive the archive's root: a folder or {@code s3://bucket/prefix}
 * @param source what the manifest will say of the snapshot's origin
 * @param writer what the manifest will say of the program, {@code almanac 0.1.0}
 * @param encodings which encodings the new files may use
 * @param server the running server to ask for what its snapshot lacks, or null
 * @param acceptRemovals whether to go on where most of what is archived of that time is gone
 */
public record ArchiveRequest(
    Path snapshot,
    String archive,
    Manifest.Source source,
    String writer,
    PageEncodings encodings,
    LateSource server,
    boolean acceptRemovals) {

  /**
   * With the encodings that most readers know and that make small files, of the snapshot alone, and
   * not expecting that most archived samples are gone.
   */
  public ArchiveRequest(Path snapshot, String archive, Manifest.Source source, String writer) {
    this(snapshot, archive, source, writer, ArchiveSettings.DEFAULT.encodings(), null, false);
  }
}
