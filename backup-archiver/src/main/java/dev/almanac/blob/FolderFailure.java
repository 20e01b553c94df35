package dev.almanac.blob;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Says what went wrong with a file, and what to do about it. */
final class FolderFailure {

  private FolderFailure() {}

  /**
   * @param store the folder
   * @param doing what was attempted, with the key
   */
  static BlobException of(String store, String doing, IOException cause) {
    return new BlobException(store + ": cannot " + doing + ": " + explain(cause), cause);
  }

  static boolean isDiskFull(IOException cause) {
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return reason.contains("no space left") || reason.contains("quota exceeded");
  }

  static boolean isNotDirectory(IOException cause) {
    return cause instanceof FileSystemException failure
        && "Not a directory".equalsIgnoreCase(failure.getReason());
  }

  static String explain(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    String reason = message.toLowerCase(Locale.ROOT);
    if (isDiskFull(cause)) {
      return "the disk is full; free some space or name another folder (" + message + ")";
    }
    if (reason.contains("read-only file system")) {
      return "the file system is read-only; remount it or name another folder (" + message + ")";
    }
    if (cause instanceof AccessDeniedException
        || reason.contains("permission denied")
        || reason.contains("operation not permitted")) {
      return "permission denied; let user "
          + System.getProperty("user.name")
          + " read and write it ("
          + message
          + ")";
    }
    if (reason.contains("not a directory")) {
      return "a file is where a folder must be (" + message + ")";
    }
    return cause instanceof FileSystemException
        ? cause.getClass().getSimpleName() + " " + message
        : message;
  }
}
