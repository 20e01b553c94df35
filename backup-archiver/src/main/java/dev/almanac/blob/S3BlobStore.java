package dev.almanac.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blobs as objects of a bucket.
 *
 * <p>A pending blob is a multipart upload with all its parts and no completion, which no reader
 * sees. Beside it lies a note, a small object under {@code .pending/} that keeps the upload's id:
 * servers differ in which uploads they list. Every object is created with {@code If-None-Match: *}
 * and carries the identity of its writing, by which a writer whose answer was lost knows its own.
 */
final class S3BlobStore implements BlobStore {

  private static final Logger LOG = LoggerFactory.getLogger(S3BlobStore.class);
  private static final Pattern ROOT =
      Pattern.compile("s3://([A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9])(?:/(.*?))?/*");

  /** Metadata of every object: the identity of its writing. */
  private static final String WRITE_ID = "almanac-write";

  /** Metadata of every object: the SHA-256 of its content. */
  private static final String SHA256 = "almanac-sha256";

  private static final int MAX_NOTE = 4096;

  /** Large enough to make copies in few requests, small enough to be answered in time. */
  private static final long COPIED_PART = 128L << 20;

  private final String location;
  private final String base;
  private final int retries;
  private final S3Bucket bucket;
  private volatile boolean bucketSeen;

  private S3BlobStore(String location, String base, int retries, S3Bucket bucket) {
    this.location = location;
    this.base = base;
    this.retries = retries;
    this.bucket = bucket;
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
      S3Bucket bucket = buckets.apply(name.group(1));
      return new S3BlobStore(
          root, prefix.isEmpty() ? "" : prefix + "/", settings.retries(), bucket);
    } catch (S3Failure e) {
      throw new BlobException(root + ": cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    BlobKeys.check(location, key);
    return head(key).map(object -> new BlobInfo(key, object.size()));
  }

  private Optional<S3Bucket.Head> head(String key) {
    try {
      Optional<S3Bucket.Head> object = bucket.head(base + key);
      if (object.isEmpty() && !bucketSeen) {
        bucket.requireBucket(); // a missing bucket and a missing object answer HEAD alike
      }
      bucketSeen = true;
      return object;
    } catch (S3Failure e) {
      throw failure("look at " + key, e);
    }
  }

  @Override
  public byte[] read(String key, int limit) {
    try (ResumingStream stream = stream(key, 0, Long.MAX_VALUE)) {
      if (stream.size() > limit) {
        throw BlobKeys.tooLarge(location, key, stream.size(), limit);
      }
      return stream.readNBytes((int) stream.size());
    } catch (IOException e) {
      throw failure("read " + key, e);
    }
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    BlobKeys.checkRange(location, key, position, into, offset, length);
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
      throw failure("read " + key, e);
    }
  }

  private void requireInside(String key, long position, int length) {
    long size = stat(key).orElseThrow(() -> BlobKeys.missing(location, key)).size();
    if (position > size - length) {
      throw BlobKeys.pastTheEnd(location, key, position, length, size);
    }
  }

  @Override
  public InputStream open(String key) {
    return stream(key, 0, Long.MAX_VALUE);
  }

  private ResumingStream stream(String key, long from, long until) {
    BlobKeys.check(location, key);
    S3Bucket.Body first = body(key, from, until);
    long end = from + first.length();
    return new ResumingStream(
        position -> body(key, from + position, end), first, first.length(), retries);
  }

  private S3Bucket.Body body(String key, long from, long until) {
    try {
      return bucket.get(base + key, from, until);
    } catch (S3Failure e) {
      if (e.status() == 416) {
        requireInside(key, from, 1);
      }
      throw e.isCode("NoSuchKey") ? BlobKeys.missing(location, key) : failure("read " + key, e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    PendingName name = PendingName.ofNew(BlobKeys.check(location, key));
    Map<String, String> metadata = metadata(name, Sha256.of(content));
    return createOnce(name, "write", () -> bucket.putIfNone(base + key, content, metadata));
  }

  /** A multipart upload of the blob's own parts: unlike a plain copy it never overwrites. */
  @Override
  public boolean copyIfAbsent(String from, String to) {
    BlobKeys.check(location, from);
    PendingName name = PendingName.ofNew(BlobKeys.check(location, to));
    S3Bucket.Head source = head(from).orElseThrow(() -> BlobKeys.missing(location, from));
    Map<String, String> metadata = new HashMap<>(source.metadata());
    metadata.put(WRITE_ID, name.id());
    if (source.size() == 0) { // no range of it could be copied
      return createOnce(name, "write", () -> bucket.putIfNone(base + to, new byte[0], metadata));
    }
    try {
      String uploadId = bucket.createCopyUpload(base + to, metadata);
      boolean copied = false;
      try {
        bucket.put(noteKey(name), uploadId.getBytes(StandardCharsets.UTF_8));
        copied = complete(name, copyParts(from, to, uploadId, name, source.size()));
        return copied;
      } finally {
        if (!copied) {
          abandon(name, uploadId);
        }
      }
    } catch (S3Failure e) {
      throw failure("copy " + from + " to " + to, e);
    }
  }

  private S3Upload copyParts(String from, String to, String uploadId, PendingName name, long size) {
    List<S3Upload.Part> parts = new ArrayList<>();
    long partSize = Math.max(S3Upload.partSize(size), COPIED_PART);
    for (long position = 0; position < size; position += partSize) {
      long end = Math.min(size, position + partSize);
      // A range of a small object may not be asked for.
      String range = end - position == size ? null : "bytes=" + position + "-" + (end - 1);
      parts.add(bucket.copyPart(base + from, range, base + to, uploadId, parts.size() + 1));
    }
    return new S3Upload(uploadId, name.id(), parts);
  }

  @Override
  public PendingBlob prepare(String key, Path file) {
    PendingName name = PendingName.ofNew(BlobKeys.check(location, key));
    try (FileChannel channel = FileChannel.open(file)) {
      String uploadId = bucket.createUpload(base + key, metadata(name, Sha256.of(file)));
      try {
        bucket.put(noteKey(name), uploadId.getBytes(StandardCharsets.UTF_8));
        List<S3Upload.Part> parts = uploadParts(key, uploadId, channel);
        String token = new S3Upload(uploadId, name.id(), parts).text();
        return new PendingBlob(key, channel.size(), token);
      } catch (S3Failure | IOException e) {
        abandon(name, uploadId);
        throw e;
      }
    } catch (S3Failure | IOException e) {
      throw failure("prepare " + key, e);
    }
  }

  private List<S3Upload.Part> uploadParts(String key, String uploadId, FileChannel file)
      throws IOException {
    List<S3Upload.Part> parts = new ArrayList<>();
    long size = file.size();
    long partSize = S3Upload.partSize(size);
    long position = 0;
    do { // an empty blob is one empty part
      long from = position;
      long length = Math.min(partSize, size - from);
      parts.add(
          bucket.uploadPart(
              base + key,
              uploadId,
              parts.size() + 1,
              () -> new FileSlice(file, from, length),
              length));
      position += length;
    } while (position < size);
    return parts;
  }

  /** Where this fails too, the note lets a later {@link #discardPending} do it. */
  private void abandon(PendingName name, String uploadId) {
    try {
      bucket.abort(base + name.key(), uploadId);
      bucket.delete(noteKey(name));
    } catch (S3Failure e) {
      LOG.warn("{}: the upload of {} stays pending: {}", location, name.key(), e.getMessage());
    }
  }

  @Override
  public boolean publish(PendingBlob pending) {
    S3Upload upload = upload(pending);
    return complete(new PendingName(pending.key(), upload.writeId()), upload);
  }

  /** Makes a blob of an upload; false where another has its key, and the upload is still there. */
  private boolean complete(PendingName name, S3Upload upload) {
    boolean published =
        createOnce(name, "publish", () -> bucket.completeIfNone(base + name.key(), upload));
    if (published) {
      try {
        bucket.delete(noteKey(name));
      } catch (S3Failure e) { // it names an upload that is complete, hence does no harm
        LOG.warn("{}: {} is published, its note stays: {}", location, name, e.getMessage());
      }
    }
    return published;
  }

  /**
   * Sends a request that creates an object unless there is one, until it is certain which of the
   * two happened: a request repeated after a lost answer meets the object it has made itself.
   */
  private boolean createOnce(PendingName name, String verb, Runnable request) {
    for (int attempt = 1; ; attempt++) {
      try {
        request.run();
        return true;
      } catch (S3Failure e) {
        if (!mayBeDone(e)) {
          throw failure(verb + " " + name.key(), e);
        }
        Optional<S3Bucket.Head> there = head(name.key());
        if (there.isPresent()) {
          return name.id().equals(there.get().metadata().get(WRITE_ID));
        }
        if (e.isCode("NoSuchUpload")) {
          throw BlobKeys.notPending(location, name.key());
        }
        if (e.status() == 404 || attempt > retries) {
          throw failure(verb + " " + name.key(), e);
        }
        pause(attempt);
      }
    }
  }

  /**
   * Whether the refusal may come of the object being there, or just being made: 412, it is taken;
   * 409, another writer is at it; 404, the upload was completed or aborted; and where the parts do
   * not fit, another thread may be completing the same upload.
   */
  private static boolean mayBeDone(S3Failure e) {
    return switch (e.status()) {
      case 404, 409, 412 -> true;
      case 400 -> e.isCode("BadDigest") || e.isCode("InvalidPart");
      default -> false;
    };
  }

  private static void pause(int attempt) {
    long most = Math.min(2000L, 50L << Math.min(attempt, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobException("interrupted while waiting to repeat a request", e);
    }
  }

  @Override
  public void discard(PendingBlob pending) {
    S3Upload upload = upload(pending);
    try {
      bucket.abort(base + pending.key(), upload.uploadId());
      bucket.delete(noteKey(new PendingName(pending.key(), upload.writeId())));
    } catch (S3Failure e) {
      throw failure("discard " + pending.key(), e);
    }
  }

  @Override
  public int discardPending(Predicate<String> keys) {
    String folder = base + PendingName.FOLDER + "/";
    int discarded = 0;
    try {
      for (BlobInfo note : bucket.list(folder)) {
        PendingName name = PendingName.parse(note.key().substring(folder.length()));
        if (name != null && keys.test(name.key()) && note.size() <= MAX_NOTE) {
          String uploadId = new String(bucket.get(note.key()), StandardCharsets.UTF_8);
          discarded += bucket.abort(base + name.key(), uploadId) ? 1 : 0;
          bucket.delete(note.key());
        }
      }
      return discarded;
    } catch (S3Failure e) {
      throw failure("discard what is pending", e);
    }
  }

  private String noteKey(PendingName name) {
    return base + PendingName.FOLDER + "/" + name.asObjectKey();
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    BlobKeys.checkPrefix(location, keyPrefix);
    try {
      return bucket.list(base + keyPrefix).stream()
          .map(object -> new BlobInfo(object.key().substring(base.length()), object.size()))
          .filter(blob -> BlobKeys.isKey(blob.key()))
          .sorted(Comparator.comparing(BlobInfo::key)) // not every server's order
          .toList();
    } catch (S3Failure e) {
      throw failure("list " + keyPrefix, e);
    }
  }

  @Override
  public void delete(String key) {
    BlobKeys.check(location, key);
    try {
      bucket.delete(base + key);
    } catch (S3Failure e) {
      throw failure("delete " + key, e);
    }
  }

  @Override
  public void close() {
    bucket.close();
  }

  private S3Upload upload(PendingBlob pending) {
    BlobKeys.check(location, pending.key());
    return S3Upload.parse(pending.token()).orElseThrow(() -> BlobKeys.foreign(location, pending));
  }

  private static Map<String, String> metadata(PendingName name, String sha256) {
    return Map.of(WRITE_ID, name.id(), SHA256, sha256);
  }

  private BlobException failure(String doing, Exception cause) {
    String reason = cause instanceof S3Failure ? cause.getMessage() : cause.toString();
    return new BlobException(location + ": cannot " + doing + ": " + reason, cause);
  }
}
