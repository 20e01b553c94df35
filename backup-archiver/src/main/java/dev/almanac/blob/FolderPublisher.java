package dev.almanac.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Gives a finished file its visible name, whole and at once, and never in place of another.
 *
 * <p>Java's rename overwrites, so it cannot do this alone. Which way is taken depends on the file
 * system only: two writers that took different ways would not exclude each other.
 */
enum FolderPublisher {

  /** A hard link is atomic and fails where the name is taken; the hidden name goes afterwards. */
  HARD_LINK {
    @Override
    void show(Path hidden, Path visible) throws IOException {
      try {
        Files.createLink(visible, hidden);
      } catch (FileAlreadyExistsException e) {
        // A writer that died after the link and before the deletion has left both names.
        if (!Files.isRegularFile(visible, LinkOption.NOFOLLOW_LINKS)
            || !Files.isSameFile(visible, hidden)) {
          throw e;
        }
      }
      FolderTree.sync(visible.getParent());
      Files.deleteIfExists(hidden);
    }
  },

  /**
   * Where the file system has no hard links: looks whether the name is free, then renames, both
   * under a lock on one file of the store that every writer takes and that the operating system
   * releases when its holder dies.
   */
  RENAME_UNDER_LOCK {
    @Override
    void show(Path hidden, Path visible) throws IOException {
      synchronized (WITHIN_THIS_PROCESS) {
        Path lockFile = hidden.resolveSibling("publish.lock");
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!lock.isValid()) {
            throw new IOException(lockFile + " cannot be locked");
          }
          if (!Files.exists(hidden, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(hidden.toString());
          }
          if (Files.exists(visible, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(visible.toString());
          }
          Files.move(hidden, visible, StandardCopyOption.ATOMIC_MOVE);
          FolderTree.sync(visible.getParent());
        }
      }
    }
  };

  /** A file lock excludes other processes, but may not be asked for twice within one. */
  private static final Object WITHIN_THIS_PROCESS = new Object();

  /**
   * Moves the file from its hidden to its visible name.
   *
   * @throws NoSuchFileException where there is no file of the hidden name
   * @throws FileAlreadyExistsException where another file or a folder has the visible name
   */
  abstract void show(Path hidden, Path visible) throws IOException;

  /** The way for the file system of this folder, found by linking a file of our own there. */
  static FolderPublisher of(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "probe", "");
    Path link = file.resolveSibling(file.getFileName() + "-link");
    try {
      Files.createLink(link, file);
      return HARD_LINK;
    } catch (UnsupportedOperationException e) {
      return RENAME_UNDER_LOCK;
    } catch (FileSystemException e) {
      if (FolderFailure.isDiskFull(e)) {
        throw e;
      }
      return RENAME_UNDER_LOCK;
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(file);
    }
  }
}
