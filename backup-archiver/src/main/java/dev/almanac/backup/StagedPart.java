package dev.almanac.backup;

import dev.almanac.blob.PendingBlob;
import dev.almanac.catalog.ArchivedFile;
import java.io.Serializable;
import java.util.List;

/**
 * What became of an {@link ArchiveSplit}: files in the store that nobody sees yet, and what was
 * found in the snapshot.
 *
 * @param split the piece
 * @param files new files; none where the archive held everything
 * @param samples float samples that the snapshot shows here
 * @param histograms native-histogram samples that the snapshot shows here
 * @param newSamples samples of both kinds in the new files
 * @param removed archived samples that the snapshot should show and does not
 * @param kept series of blocks whose chunks rows cannot bring back
 * @param conflicts timestamps with different samples in overlapping blocks
 * @param firstTimestamp of the samples seen; {@link Long#MAX_VALUE} where there were none
 * @param lastTimestamp of the samples seen; {@link Long#MIN_VALUE} where there were none
 */
public record StagedPart(
    ArchiveSplit split,
    List<StagedFile> files,
    long samples,
    long histograms,
    long newSamples,
    long removed,
    List<KeptSeries> kept,
    long conflicts,
    long firstTimestamp,
    long lastTimestamp)
    implements Serializable {

  public StagedPart {
    files = List.copyOf(files);
    kept = List.copyOf(kept);
  }

  /** Of a piece that could not be compared with the archive, whose files are lost. */
  static StagedPart unread(ArchiveSplit split) {
    return new StagedPart(
        split, List.of(), 0, 0, 0, 0, List.of(), 0, Long.MAX_VALUE, Long.MIN_VALUE);
  }

  /** Whether nothing was read of this piece, because archived files of its day are lost. */
  boolean isUnread() {
    return !split.rewrite() && !split.lost().isEmpty();
  }

  /**
   * How many archived samples were compared with the snapshot: what it should show here; none where
   * everything was written.
   */
  long compared() {
    return split.rewrite() ? 0 : samples + histograms - newSamples + removed;
  }

  /** A file that is in the store and not yet visible. */
  public record StagedFile(ArchivedFile file, PendingBlob pending) implements Serializable {}
}
