package dev.almanac.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The hidden folder of a store, where files are written before they are shown. */
final class PendingFolder {

  private static final int BUFFER = 1 << 18;

  /** How often a parent folder is made anew that a deletion elsewhere has just found empty. */
  private static final int ATTEMPTS = 100;

  private final FolderTree tree;
  private final Path folder;
  private FolderPublisher publisher;

  PendingFolder(FolderTree tree, FolderPublisher publisher) {
    this.tree = tree;
    this.folder = tree.root().resolve(PendingName.FOLDER);
    this.publisher = publisher;
  }

  /** What was written: how many bytes, and their digest. */
  record Written(long size, String sha256) {}

  private void create() throws IOException {
    tree.create(folder);
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a symbolic link, which a store never follows");
    }
  }

  /** Makes a hidden file of a visible one: another name of it where the file system can do that. */
  void duplicate(Path visible, PendingName name) throws IOException {
    create();
    if (publisher() == FolderPublisher.HARD_LINK) {
      Files.createLink(path(name), visible);
      return;
    }
    try (InputStream content = Files.newInputStream(visible, LinkOption.NOFOLLOW_LINKS)) {
      write(name, content);
    }
  }

  /** Writes a new hidden file that is on disk, with its name, when this returns. */
  Written write(PendingName name, InputStream content) throws IOException {
    create();
    Path file = path(name);
    boolean done = false;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      MessageDigest digest = Sha256.digest();
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        digest.update(buffer, 0, n);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        size += n;
      }
      out.force(true);
      FolderTree.sync(folder);
      done = true;
      return new Written(size, Sha256.hex(digest));
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }

  boolean holds(PendingName name) {
    return Files.isRegularFile(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Shows a hidden file under its key; false where another blob has it.
   *
   * @throws NoSuchFileException where there is no such hidden file
   */
  boolean show(PendingName name) throws IOException {
    Path hidden = path(name);
    Path visible = tree.resolve(name.key());
    for (int attempt = 1; ; attempt++) {
      try {
        tree.create(visible.getParent());
        publisher().show(hidden, visible);
        return true;
      } catch (FileAlreadyExistsException e) {
        if (Files.isDirectory(visible, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException(visible + " is the folder of other blobs, hence no key", e);
        }
        return false;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS || !holds(name)) {
          throw e;
        }
      }
    }
  }

  private synchronized FolderPublisher publisher() throws IOException {
    if (publisher == null) {
      publisher = FolderPublisher.of(folder);
    }
    return publisher;
  }

  boolean forget(PendingName name) throws IOException {
    return Files.deleteIfExists(path(name));
  }

  /** The hidden files, whoever wrote them, in order of keys. */
  List<PendingInfo> list() throws IOException {
    List<PendingInfo> pending = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        PendingName name = PendingName.parse(file.getFileName().toString());
        if (name != null) {
          since(file).ifPresent(t -> pending.add(new PendingInfo(name.key(), name.id(), t)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // nothing was ever prepared here
    }
    pending.sort(Comparator.comparing(PendingInfo::key).thenComparing(PendingInfo::id));
    return pending;
  }

  /** When it was last written to; empty where it has just been published or discarded. */
  private static Optional<Instant> since(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path path(PendingName name) {
    return folder.resolve(name.asFileName());
  }
}
