package dev.almanac.jobs;

import dev.almanac.archive.CorruptArchiveException;
import dev.almanac.backup.BackupException;
import dev.almanac.backup.RestoreException;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.flink.PieceWork;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Restores blocks in parallel into a folder that all workers reach: a block at a time where they
 * are the snapshot's own, else the new blocks of a day. Nothing sees them there; whoever runs the
 * job moves them to their place when all are whole.
 */
final class RestoreJob {

  private static final double SAMPLES_PER_SECOND = 5e6;

  private RestoreJob() {}

  /**
   * The job.
   *
   * @param present blocks that need not be restored
   * @param folder where blocks are built, on every worker the same
   */
  static PieceJob<RestorePiece, Differences> of(
      String archive, BlockSource source, Set<String> present, Path folder) {
    return new PieceJob<>(
        "restore blocks",
        archive,
        source.pieces(present),
        new Restore(source, folder.toAbsolutePath().toString()),
        source.samples(present) / SAMPLES_PER_SECOND);
  }

  /** A failure is told with the name of the block. */
  private record Restore(BlockSource source, String folder)
      implements PieceWork<RestorePiece, Differences> {

    @Override
    public Differences carryOut(RestorePiece piece, BlobStore store, LongConsumer progress) {
      try {
        return new Differences(source.write(store, piece, Path.of(folder), progress));
      } catch (CorruptArchiveException | BlobException | BackupException | UncheckedIOException e) {
        throw new RestoreException(piece.name() + " cannot be restored: " + e.getMessage(), e);
      }
    }
  }
}
