package dev.almanac.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Blobs as files of a folder, which is made when first written to.
 *
 * <p>A pending blob is a file in the hidden folder {@code .pending} of the root, hence of the same
 * file system, and on disk before {@link #prepare} returns; {@link FolderPublisher} gives it its
 * visible name. Files whose path is no key, and symbolic links, are none of the store's.
 */
final class DirectoryBlobStore implements BlobStore {

  private final String location;
  private final FolderTree tree;
  private final PendingFolder pendings;

  DirectoryBlobStore(Path root) {
    this(root, null);
  }

  /**
   * @param publisher how files are shown, or null to find out what the file system can do
   */
  DirectoryBlobStore(Path root, FolderPublisher publisher) {
    location = root.toString();
    tree = new FolderTree(root);
    pendings = new PendingFolder(tree, publisher);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    BlobKeys.check(location, key);
    try {
      tree.checkRoot();
      BasicFileAttributes attributes =
          Files.readAttributes(
              tree.resolve(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? Optional.of(new BlobInfo(key, attributes.size()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (FolderFailure.isNotDirectory(e)) {
        return Optional.empty(); // a blob stands where the key has a folder
      }
      throw FolderFailure.of(location, "look at " + key, e);
    }
  }

  @Override
  public byte[] read(String key, int limit) {
    try (FileChannel channel = channel(key)) {
      long size = channel.size();
      if (size > limit) {
        throw BlobKeys.tooLarge(location, key, size, limit);
      }
      byte[] content = new byte[(int) size];
      readFully(channel, key, 0, ByteBuffer.wrap(content));
      return content;
    } catch (IOException e) {
      throw FolderFailure.of(location, "read " + key, e);
    }
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    BlobKeys.checkRange(location, key, position, into, offset, length);
    try (FileChannel channel = channel(key)) {
      readFully(channel, key, position, ByteBuffer.wrap(into, offset, length));
    } catch (IOException e) {
      throw FolderFailure.of(location, "read " + key, e);
    }
  }

  private void readFully(FileChannel channel, String key, long position, ByteBuffer into)
      throws IOException {
    long size = channel.size();
    int length = into.remaining();
    if (position > size - length) {
      throw BlobKeys.pastTheEnd(location, key, position, length, size);
    }
    for (long at = position; into.hasRemaining(); ) {
      int n = channel.read(into, at);
      if (n < 0) {
        throw BlobKeys.pastTheEnd(location, key, position, length, at);
      }
      at += n;
    }
  }

  @Override
  public InputStream open(String key) {
    try {
      return Channels.newInputStream(channel(key));
    } catch (IOException e) {
      throw FolderFailure.of(location, "open " + key, e);
    }
  }

  private FileChannel channel(String key) throws IOException {
    if (stat(key).isEmpty()) {
      throw BlobKeys.missing(location, key);
    }
    try {
      return FileChannel.open(
          tree.resolve(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw BlobKeys.missing(location, key);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    if (stat(key).isPresent()) {
      return false; // spares the writing; where two writers see none, publishing decides
    }
    PendingName name = PendingName.ofNew(key);
    try {
      pendings.write(name, new ByteArrayInputStream(content));
      try {
        return pendings.show(name);
      } finally {
        pendings.forget(name);
      }
    } catch (IOException e) {
      throw FolderFailure.of(location, "write " + key, e);
    }
  }

  @Override
  public boolean copyIfAbsent(String from, String to) {
    PendingName name = PendingName.ofNew(BlobKeys.check(location, to));
    if (stat(from).isEmpty()) {
      throw BlobKeys.missing(location, from);
    }
    if (stat(to).isPresent()) {
      return false; // a link to the very same file would not be refused
    }
    try {
      pendings.duplicate(tree.resolve(from), name);
      try {
        return pendings.show(name);
      } finally {
        pendings.forget(name);
      }
    } catch (IOException e) {
      throw FolderFailure.of(location, "copy " + from + " to " + to, e);
    }
  }

  @Override
  public PendingBlob prepare(String key, Path file) {
    PendingName name = PendingName.ofNew(BlobKeys.check(location, key));
    try (InputStream content = Files.newInputStream(file)) {
      PendingFolder.Written written = pendings.write(name, content);
      return new PendingBlob(key, written.size(), new Token(name.id(), written.sha256()).text());
    } catch (IOException e) {
      throw FolderFailure.of(location, "prepare " + key, e);
    }
  }

  @Override
  public boolean publish(PendingBlob pending) {
    Token token = token(pending);
    PendingName name = new PendingName(pending.key(), token.id());
    try {
      return pendings.show(name);
    } catch (NoSuchFileException e) {
      return isPublished(pending, token);
    } catch (IOException e) {
      throw FolderFailure.of(location, "publish " + pending.key(), e);
    }
  }

  /** Whether the hidden file is gone because an earlier call has shown it. */
  private boolean isPublished(PendingBlob pending, Token token) {
    BlobInfo visible =
        stat(pending.key()).orElseThrow(() -> BlobKeys.notPending(location, pending.key()));
    try {
      return visible.size() == pending.size()
          && Sha256.of(tree.resolve(pending.key()), LinkOption.NOFOLLOW_LINKS)
              .equals(token.sha256());
    } catch (IOException e) {
      throw FolderFailure.of(location, "compare " + pending.key(), e);
    }
  }

  @Override
  public void discard(PendingBlob pending) {
    try {
      pendings.forget(new PendingName(pending.key(), token(pending).id()));
    } catch (IOException e) {
      throw FolderFailure.of(location, "discard " + pending.key(), e);
    }
  }

  @Override
  public List<PendingInfo> pending() {
    try {
      tree.checkRoot();
      return pendings.list();
    } catch (IOException e) {
      throw FolderFailure.of(location, "list what is pending", e);
    }
  }

  @Override
  public boolean discard(PendingInfo pending) {
    try {
      return pendings.forget(new PendingName(pending.key(), pending.id()));
    } catch (IOException e) {
      throw FolderFailure.of(location, "discard what is pending of " + pending.key(), e);
    }
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    BlobKeys.checkPrefix(location, keyPrefix);
    try {
      tree.checkRoot();
      return tree.list(keyPrefix);
    } catch (IOException e) {
      throw FolderFailure.of(location, "list " + keyPrefix, e);
    }
  }

  @Override
  public void delete(String key) {
    if (stat(key).isEmpty()) {
      return;
    }
    try {
      tree.delete(tree.resolve(key));
    } catch (IOException e) {
      throw FolderFailure.of(location, "delete " + key, e);
    }
  }

  /** A folder holds nothing open between calls. */
  @Override
  public void close() {}

  private Token token(PendingBlob pending) {
    BlobKeys.check(location, pending.key());
    return Token.parse(pending.token()).orElseThrow(() -> BlobKeys.foreign(location, pending));
  }

  /** What finds a hidden file again, and its content once it is visible. */
  private record Token(String id, String sha256) {

    static Optional<Token> parse(String text) {
      return text.matches("[0-9a-f]{32} [0-9a-f]{64}")
          ? Optional.of(new Token(text.substring(0, 32), text.substring(33)))
          : Optional.empty();
    }

    String text() {
      return id + " " + sha256;
    }
  }
}
