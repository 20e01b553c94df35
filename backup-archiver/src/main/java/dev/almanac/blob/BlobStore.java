package dev.almanac.blob;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A flat store of immutable blobs: a folder, or a bucket of an S3-compatible server.
 *
 * <p>Every blob is written once under a new key and never changed. Large ones are written in two
 * steps: {@linkplain #prepare prepared}, which moves the bytes but shows nothing, and {@linkplain
 * #publish published}, which is cheap and atomic. What is prepared and never published stays
 * invisible, whatever crashes, until {@link #discardPending} removes it.
 *
 * <p>Keys are relative paths of {@code [A-Za-z0-9=._-]} parts joined by {@code /}, no part
 * beginning with a dot, 200 characters at most; no key may be a folder of another (a folder store
 * refuses it, a bucket cannot tell). Implementations are safe for use by several threads and
 * processes. Every failure is a {@link BlobException} that names the store and the key.
 */
public interface BlobStore extends AutoCloseable {

  /** Where the store is, as its user named it: a path or {@code s3://bucket/prefix}. */
  String location();

  /** What is known of a blob, or empty where there is none. */
  Optional<BlobInfo> stat(String key);

  /**
   * The whole of a small blob.
   *
   * @param limit the most bytes to accept
   * @throws BlobException where it is missing or larger
   */
  byte[] read(String key, int limit);

  /** Reads exactly {@code length} bytes from {@code position} of the blob into {@code into}. */
  void read(String key, long position, byte[] into, int offset, int length);

  /** The blob as a stream; the caller closes it. */
  InputStream open(String key);

  /** Stores a small blob at once; false, and nothing changed, where the key is taken. */
  boolean putIfAbsent(String key, byte[] content);

  /**
   * Shows a blob under one more key, without its bytes leaving the store; false, and nothing
   * changed, where that key is taken. The two are independent from then on: to move a blob is to
   * copy it and to delete it under its old key, and a move that was interrupted has left both.
   *
   * @throws BlobException where there is no blob to copy
   */
  boolean copyIfAbsent(String from, String to);

  /** Moves a file's bytes into the store without showing them yet. */
  PendingBlob prepare(String key, Path file);

  /**
   * Shows a prepared blob under its key, whole; false, and nothing changed, where the key is taken.
   * To publish once more what this very call has published before is no error and true.
   *
   * @throws BlobException where it was discarded; or where the store's answer was lost, when it is
   *     safe to publish again
   */
  boolean publish(PendingBlob pending);

  /** Forgets a prepared blob; one that is already gone is no error. */
  void discard(PendingBlob pending);

  /**
   * What was prepared, by whatever process, and neither published nor discarded; also what is just
   * being prepared. In order of keys.
   */
  List<PendingInfo> pending();

  /** Forgets a pending blob of the listing; false where it is no longer pending. */
  boolean discard(PendingInfo pending);

  /**
   * Removes what was prepared, by whatever process, and never published, where the predicate is
   * true of its key.
   *
   * @return how many were removed
   */
  default int discardPending(Predicate<String> keys) {
    int removed = 0;
    for (PendingInfo pending : pending()) {
      if (keys.test(pending.key()) && discard(pending)) {
        removed++;
      }
    }
    return removed;
  }

  /** Every visible blob whose key begins with this prefix, in order of keys. */
  List<BlobInfo> list(String keyPrefix);

  /** Removes a blob; one that is already gone is no error. */
  void delete(String key);

  @Override
  void close();
}
