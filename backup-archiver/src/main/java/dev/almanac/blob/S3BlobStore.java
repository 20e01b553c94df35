package dev.almanac.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blobs as objects of a bucket.
 *
 * <p>Every object is created with {@code If-None-Match: *} and carries the identity of its writing,
 * by which a writer whose answer was lost knows its own. What is pending {@link S3Uploads} keep.
 */
final class S3BlobStore implements BlobStore {

  private static final Pattern ROOT =
      Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])(?:/(.*?))?/*");

  private final S3Root root;
  private final S3Bucket bucket;
  private final S3Uploads uploads;

  private S3BlobStore(S3Root root) {
    this.root = root;
    bucket = root.bucket();
    uploads = new S3Uploads(root);
  }

  /** The store at {@code s3://bucket/prefix} with credentials by the usual AWS chain. */
  static S3BlobStore open(String root, S3Settings settings) {
    return open(root, settings, name -> S3Bucket.open(name, settings));
  }

  /** The same with these credentials. */
  static S3BlobStore open(String root, S3Settings settings, String accessKey, String secretKey) {
    return open(root, settings, name -> S3Bucket.open(name, settings, accessKey, secretKey));
  }

  private static S3BlobStore open(
      String root, S3Settings settings, Function<String, S3Bucket> buckets) {
    Matcher name = ROOT.matcher(root);
    if (!name.matches()) {
      throw new BlobException(root + ": not of the form s3://bucket/prefix");
    }
    String prefix = name.group(2) == null ? "" : name.group(2);
    if (!prefix.isEmpty()) {
      BlobKeys.check(root, prefix);
    }
    try {
      return new S3BlobStore(
          new S3Root(
              root,
              prefix.isEmpty() ? "" : prefix + "/",
              settings.retries(),
              buckets.apply(name.group(1))));
    } catch (S3Failure e) {
      throw new BlobException(root + ": cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public String location() {
    return root.location();
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    BlobKeys.check(root.location(), key);
    return root.head(key).map(object -> new BlobInfo(key, object.size()));
  }

  @Override
  public byte[] read(String key, int limit) {
    try (ResumingStream stream = stream(key, 0, Long.MAX_VALUE)) {
      if (stream.size() > limit) {
        throw BlobKeys.tooLarge(root.location(), key, stream.size(), limit);
      }
      return stream.readNBytes((int) stream.size());
    } catch (IOException e) {
      throw root.failure("read " + key, e);
    }
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    BlobKeys.checkRange(root.location(), key, position, into, offset, length);
    if (length == 0) {
      requireInside(key, position, 0); // no range header asks for nothing
      return;
    }
    try (ResumingStream stream = stream(key, position, position + length)) {
      if (stream.size() < length) {
        requireInside(key, position, length);
      }
      stream.readNBytes(into, offset, length);
    } catch (IOException e) {
      throw root.failure("read " + key, e);
    }
  }

  private void requireInside(String key, long position, int length) {
    long size = stat(key).orElseThrow(() -> BlobKeys.missing(root.location(), key)).size();
    if (position > size - length) {
      throw BlobKeys.pastTheEnd(root.location(), key, position, length, size);
    }
  }

  @Override
  public InputStream open(String key) {
    return stream(key, 0, Long.MAX_VALUE);
  }

  private ResumingStream stream(String key, long from, long until) {
    BlobKeys.check(root.location(), key);
    S3Bucket.Body first = body(key, from, until);
    long end = from + first.length();
    return new ResumingStream(
        position -> body(key, from + position, end), first, first.length(), root.retries());
  }

  private S3Bucket.Body body(String key, long from, long until) {
    try {
      return bucket.get(root.object(key), from, until);
    } catch (S3Failure e) {
      if (e.status() == 416) {
        requireInside(key, from, 1);
      }
      throw e.isCode("NoSuchKey")
          ? BlobKeys.missing(root.location(), key)
          : root.failure("read " + key, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    PendingName name = PendingName.ofNew(BlobKeys.check(root.location(), key));
    Map<String, String> metadata = S3Root.metadata(name, Sha256.of(content));
    return root.createOnce(
        name, "write", () -> bucket.putIfNone(root.object(key), content, metadata));
  }

  @Override
  public boolean copyIfAbsent(String from, String to) {
    BlobKeys.check(root.location(), from);
    return uploads.copyIfAbsent(from, PendingName.ofNew(BlobKeys.check(root.location(), to)));
  }

  @Override
  public PendingBlob prepare(String key, Path file) {
    return uploads.prepare(PendingName.ofNew(BlobKeys.check(root.location(), key)), file);
  }

  @Override
  public boolean publish(PendingBlob pending) {
    return uploads.publish(pending);
  }

  @Override
  public void discard(PendingBlob pending) {
    uploads.discard(pending);
  }

  @Override
  public List<PendingInfo> pending() {
    return uploads.list();
  }

  @Override
  public boolean discard(PendingInfo pending) {
    return uploads.discard(pending);
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    BlobKeys.checkPrefix(root.location(), keyPrefix);
    try {
      return bucket.list(root.object(keyPrefix)).stream()
          .map(object -> new BlobInfo(root.key(object.key()), object.size()))
          .filter(blob -> BlobKeys.isKey(blob.key()))
          .sorted(Comparator.comparing(BlobInfo::key)) // not every server's order
          .toList();
    } catch (S3Failure e) {
      throw root.failure("list " + keyPrefix, e);
    }
  }

  @Override
  public void delete(String key) {
    BlobKeys.check(root.location(), key);
    try {
      bucket.delete(root.object(key));
    } catch (S3Failure e) {
      throw root.failure("delete " + key, e);
    }
  }

  @Override
  public void close() {
    bucket.close();
  }
}
