package dev.almanac.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pending blobs of a bucket: multipart uploads with all their parts and no completion, which no
 * reader sees. Beside each lies a note, a small object under {@code .pending/} that keeps the
 * upload's id: servers differ in which uploads they list.
 */
final class S3Uploads {

  private static final Logger LOG = LoggerFactory.getLogger(S3Uploads.class);
  private static final String NOTES = PendingName.FOLDER + "/";
  private static final int MAX_NOTE = 4096;

  /** Large enough to make copies in few requests, small enough to be answered in time. */
  private static final long COPIED_PART = 128L << 20;

  private final S3Root root;
  private final S3Bucket bucket;

  S3Uploads(S3Root root) {
    this.root = root;
    bucket = root.bucket();
  }

  /** Uploads a file. */
  PendingBlob prepare(PendingName name, Path file) {
    String key = name.key();
    try (FileChannel channel = FileChannel.open(file)) {
      String uploadId =
          bucket.createUpload(root.object(key), S3Root.metadata(name, Sha256.of(file)));
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
      throw root.failure("prepare " + key, e);
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
              root.object(key),
              uploadId,
              parts.size() + 1,
              () -> new FileSlice(file, from, length),
              length));
      position += length;
    } while (position < size);
    return parts;
  }

  /** Where this fails too, the note lets a later {@link #discard(PendingInfo)} do it. */
  private void abandon(PendingName name, String uploadId) {
    try {
      bucket.abort(root.object(name.key()), uploadId);
      bucket.delete(noteKey(name));
    } catch (S3Failure e) {
      LOG.warn(
          "{}: the upload of {} stays pending: {}", root.location(), name.key(), e.getMessage());
    }
  }

  /** A multipart upload of the blob's own parts: unlike a plain copy it never overwrites. */
  boolean copyIfAbsent(String from, PendingName name) {
    String to = name.key();
    S3Bucket.Head source =
        root.head(from).orElseThrow(() -> BlobKeys.missing(root.location(), from));
    Map<String, String> metadata = new HashMap<>(source.metadata());
    metadata.put(S3Root.WRITE_ID, name.id());
    if (source.size() == 0) { // no range of it could be copied
      return root.createOnce(
          name, "write", () -> bucket.putIfNone(root.object(to), new byte[0], metadata));
    }
    try {
      String uploadId = bucket.createCopyUpload(root.object(to), metadata);
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
      throw root.failure("copy " + from + " to " + to, e);
    }
  }

  private S3Upload copyParts(String from, String to, String uploadId, PendingName name, long size) {
    List<S3Upload.Part> parts = new ArrayList<>();
    long partSize = Math.max(S3Upload.partSize(size), COPIED_PART);
    for (long position = 0; position < size; position += partSize) {
      long end = Math.min(size, position + partSize);
      // A range of a small object may not be asked for.
      String range = end - position == size ? null : "bytes=" + position + "-" + (end - 1);
      parts.add(
          bucket.copyPart(root.object(from), range, root.object(to), uploadId, parts.size() + 1));
    }
    return new S3Upload(uploadId, name.id(), parts);
  }

  /** Makes a blob of an upload; false where another has its key. */
  boolean publish(PendingBlob pending) {
    S3Upload upload = upload(pending);
    return complete(new PendingName(pending.key(), upload.writeId()), upload);
  }

  /** Makes a blob of an upload; false where another has its key, and the upload is still there. */
  private boolean complete(PendingName name, S3Upload upload) {
    boolean published =
        root.createOnce(
            name, "publish", () -> bucket.completeIfNone(root.object(name.key()), upload));
    if (published) {
      try {
        bucket.delete(noteKey(name));
      } catch (S3Failure e) { // it names an upload that is complete, hence does no harm
        LOG.warn("{}: {} is published, its note stays: {}", root.location(), name, e.getMessage());
      }
    }
    return published;
  }

  /** Drops an upload. */
  void discard(PendingBlob pending) {
    S3Upload upload = upload(pending);
    try {
      bucket.abort(root.object(pending.key()), upload.uploadId());
      bucket.delete(noteKey(new PendingName(pending.key(), upload.writeId())));
    } catch (S3Failure e) {
      throw root.failure("discard " + pending.key(), e);
    }
  }

  /** Every upload that has a note. */
  List<PendingInfo> list() {
    List<PendingInfo> pending = new ArrayList<>();
    try {
      for (S3Bucket.Listed note : bucket.list(root.object(NOTES))) {
        PendingName name = PendingName.parse(root.key(note.key()).substring(NOTES.length()));
        if (name != null && note.size() <= MAX_NOTE) {
          pending.add(new PendingInfo(name.key(), name.id(), note.modified()));
        }
      }
      return pending;
    } catch (S3Failure e) {
      throw root.failure("list what is pending", e);
    }
  }

  /** Drops an upload that was listed; false where it is gone. */
  boolean discard(PendingInfo pending) {
    PendingName name = new PendingName(pending.key(), pending.id());
    try {
      String uploadId = new String(bucket.get(noteKey(name)), StandardCharsets.UTF_8);
      boolean aborted = bucket.abort(root.object(name.key()), uploadId);
      bucket.delete(noteKey(name));
      return aborted;
    } catch (S3Failure e) {
      if (e.isCode("NoSuchKey")) {
        return false; // published or discarded since it was listed
      }
      throw root.failure("discard what is pending of " + pending.key(), e);
    }
  }

  private String noteKey(PendingName name) {
    return root.object(NOTES + name.asObjectKey());
  }

  private S3Upload upload(PendingBlob pending) {
    BlobKeys.check(root.location(), pending.key());
    return S3Upload.parse(pending.token())
        .orElseThrow(() -> BlobKeys.foreign(root.location(), pending));
  }
}
