package dev.almanac.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The folders between a store's root and its blobs: made when needed, removed when empty, never
 * left through a symbolic link. The root itself may be a link: its user named it.
 */
final class FolderTree {

  private final Path root;

  FolderTree(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /**
   * The path of a valid key.
   *
   * @throws IOException where a link stands on the way to it, or in its place
   */
  Path resolve(String key) throws IOException {
    Path path = root;
    for (Path part : Path.of(key)) {
      path = path.resolve(part);
      if (Files.isSymbolicLink(path)) {
        throw new IOException(path + " is a symbolic link, which a store never follows");
      }
    }
    return path;
  }

  /** Refuses a root that is something other than a folder; a root that is missing is empty. */
  void checkRoot() throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new IOException(root + " is not a directory");
    }
  }

  /** Makes the folder and those above it as far as they are missing, durably. */
  void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // One look, for the folder may come and go; where it is gone, callers begin again.
      if (Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
        return;
      }
      throw new IOException(folder + " is not a directory", e);
    }
    if (parent != null) {
      sync(parent);
    }
  }

  /** Makes the folder's entries durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes the file, durably, and the folders this leaves empty, but not the root. */
  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Path folder = file.getParent();
    while (deleted(folder)) {
      folder = folder.getParent();
    }
  }

  /** Whether the folder is gone because it was empty. */
  private boolean deleted(Path folder) throws IOException {
    boolean mayGo = !folder.equals(root);
    try {
      sync(folder);
      if (mayGo) {
        Files.delete(folder);
      }
      return mayGo;
    } catch (NoSuchFileException e) {
      return mayGo; // another deletion was faster
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /** Every blob whose key begins with the prefix, in order of keys. */
  List<BlobInfo> list(String keyPrefix) throws IOException {
    List<BlobInfo> blobs = new ArrayList<>();
    int folder = keyPrefix.lastIndexOf('/');
    Path start = folder < 0 ? root : resolve(keyPrefix.substring(0, folder));
    if (Files.isDirectory(start)) {
      Files.walkFileTree(start, new Collector(keyPrefix, blobs));
    }
    blobs.sort(Comparator.comparing(BlobInfo::key));
    return blobs;
  }

  /** Gathers what may be a blob; what others put into the folder has no key and is passed over. */
  private final class Collector extends SimpleFileVisitor<Path> {

    private final String keyPrefix;
    private final List<BlobInfo> blobs;

    Collector(String keyPrefix, List<BlobInfo> blobs) {
      this.keyPrefix = keyPrefix;
      this.blobs = blobs;
    }

    private String key(Path path) {
      return root.relativize(path).toString();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.equals(root) || BlobKeys.isKey(key(folder))
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String key = key(file);
      if (attributes.isRegularFile() && key.startsWith(keyPrefix) && BlobKeys.isKey(key)) {
        blobs.add(new BlobInfo(key, attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // deleted while we looked
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }
  }
}
