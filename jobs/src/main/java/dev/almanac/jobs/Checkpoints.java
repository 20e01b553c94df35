package dev.almanac.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * A folder of Flink's checkpoints and savepoints, used by one job at a time: on a disk, or wherever
 * Flink's file systems reach.
 */
final class Checkpoints implements AutoCloseable {

  /** Flink writes it last: what has it is whole. */
  private static final String METADATA = "_metadata";

  /** {@code <job>/chk-7/_metadata} is the deepest. */
  private static final int DEPTH = 3;

  /** Of jobs that have ended. */
  private static final int KEPT = 2;

  private final Path folder;
  private final FileChannel lock;

  private Checkpoints(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is made where it is not there.
   *
   * @param location a folder, or a URI such as {@code s3://bucket/watch}, for which nobody sees
   *     whether another job has it
   * @throws IOException where another job has it
   */
  static Checkpoints open(String location) throws IOException {
    if (location.contains("://")) {
      return new Checkpoints(new Path(location), null);
    }
    java.nio.file.Path local =
        Files.createDirectories(java.nio.file.Path.of(location)).toRealPath();
    FileChannel lock =
        FileChannel.open(
            local.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new Checkpoints(new Path(local.toUri()), lock);
      }
    } catch (OverlappingFileLockException e) {
      // Another one in this very JVM.
    }
    lock.close();
    throw new IOException(
        location + " is in use by another 'almanac watch'; give each a folder of its own");
  }

  /** The folder as Flink names it. */
  String uri() {
    return folder.toUri().toString();
  }

  /** The cluster that a job was last sent to which keeps its checkpoints here; on a disk alone. */
  Optional<URI> cluster() throws IOException {
    return lock == null || Files.notExists(mark())
        ? Optional.empty()
        : Optional.of(URI.create(Files.readString(mark()).strip()));
  }

  void usedBy(URI cluster) throws IOException {
    if (lock != null) {
      Files.writeString(mark(), cluster + "\n");
    }
  }

  /** The file that names the cluster. */
  java.nio.file.Path mark() {
    return java.nio.file.Path.of(folder.toUri()).resolve("cluster");
  }

  /** The newest one that is whole, to go on from. */
  Optional<String> newest() throws IOException {
    return whole().stream().findFirst().map(Path::toString);
  }

  /**
   * Removes what jobs left that have ended: each leaves its last checkpoint, beside the savepoint
   * that the next one goes on from. One more than that is kept, lest the newest be damaged. Not
   * where nobody sees whether another job has the folder.
   */
  void removeOlder() throws IOException {
    if (lock == null) {
      return;
    }
    java.nio.file.Path local = java.nio.file.Path.of(folder.toUri());
    Set<String> entries = new LinkedHashSet<>();
    for (Path checkpoint : whole()) {
      java.nio.file.Path inside = local.relativize(java.nio.file.Path.of(checkpoint.toUri()));
      entries.add(inside.getName(0).toString());
    }
    for (String old : entries.stream().skip(KEPT).toList()) {
      folder.getFileSystem().delete(new Path(folder, old), true);
    }
  }

  /** All that are whole, the newest first. */
  private List<Path> whole() throws IOException {
    List<FileStatus> whole = new ArrayList<>();
    gather(folder.getFileSystem(), folder, DEPTH, whole);
    return whole.stream()
        .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
        .map(metadata -> metadata.getPath().getParent())
        .toList();
  }

  private static void gather(FileSystem files, Path in, int depth, List<FileStatus> whole)
      throws IOException {
    FileStatus[] all;
    try {
      all = files.listStatus(in);
    } catch (FileNotFoundException e) {
      return; // removed meanwhile, or a bucket that has nothing there yet
    }
    if (all == null) {
      return;
    }
    for (FileStatus one : all) {
      if (one.isDir() && depth > 1) {
        gather(files, one.getPath(), depth - 1, whole);
      } else if (one.getPath().getName().equals(METADATA)) {
        whole.add(one);
      }
    }
  }

  /**
   * What a job is told that keeps its checkpoints here.
   *
   * @param every how often to make one: so much is done again after a crash
   * @param resumed the one to go on from
   */
  Configuration settings(Duration every, Optional<String> resumed) {
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, every);
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri());
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // While nothing can be written a full buffer holds checkpoints up.
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    resumed.ifPresent(
        from -> {
          settings.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
          // It is ours now: removed once there is a newer one.
          settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
    return settings;
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
