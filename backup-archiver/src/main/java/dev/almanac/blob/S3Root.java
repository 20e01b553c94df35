package dev.almanac.blob;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The part of a bucket in which a store lies: which object a key is, and how an object is created
 * once, for certain.
 */
final class S3Root {

  /** Metadata of every object: the identity of its writing. */
  static final String WRITE_ID = "almanac-write";

  /** Metadata of every object: the SHA-256 of its content. */
  private static final String SHA256 = "almanac-sha256";

  private final String location;
  private final String base;
  private final int retries;
  private final S3Bucket bucket;
  private volatile boolean bucketSeen;

  /**
   * @param location as the store's user named it
   * @param base what all of its objects' keys begin with
   * @param retries how often to repeat a creation that met another
   */
  S3Root(String location, String base, int retries, S3Bucket bucket) {
    this.location = location;
    this.base = base;
    this.retries = retries;
    this.bucket = bucket;
  }

  String location() {
    return location;
  }

  S3Bucket bucket() {
    return bucket;
  }

  int retries() {
    return retries;
  }

  /** The key of a blob's object, or the beginning of several. */
  String object(String key) {
    return base + key;
  }

  /** The key of the blob that an object is. */
  String key(String object) {
    return object.substring(base.length());
  }

  /** What the object of a key is like, or empty where there is none. */
  Optional<S3Bucket.Head> head(String key) {
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

  /**
   * Sends a request that creates an object unless there is one, until it is certain which of the
   * two happened: a request repeated after a lost answer meets the object it has made itself.
   */
  boolean createOnce(PendingName name, String verb, Runnable request) {
    for (int attempt = 1; ; attempt++) {
      try {
        request.run();
        return true;
      } catch (S3Failure e) {
        if (e.isCode("AccessDenied") && attempt <= retries) {
          // MinIO says so, too, where a folder goes while something is written into it.
          pause(attempt);
          continue;
        }
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

  /** What an object carries that this writing makes. */
  static Map<String, String> metadata(PendingName name, String sha256) {
    return Map.of(WRITE_ID, name.id(), SHA256, sha256);
  }

  /** What the store's user is told where something could not be done. */
  BlobException failure(String doing, Exception cause) {
    String reason = cause instanceof S3Failure ? cause.getMessage() : cause.toString();
    return new BlobException(location + ": cannot " + doing + ": " + reason, cause);
  }
}
