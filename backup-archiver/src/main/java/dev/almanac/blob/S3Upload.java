package dev.almanac.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A multipart upload all of whose parts are in the bucket: what completes it, and what recognises
 * the object it became. Its text is the token of a {@link PendingBlob}.
 *
 * @param uploadId the server's name for it
 * @param writeId our own, also kept in the object's metadata
 * @param parts in order
 */
record S3Upload(String uploadId, String writeId, List<Part> parts) {

  /** The smallest part a server must accept is 5 MiB; smaller parts only cost requests. */
  static final long MIN_PART = 8L << 20;

  private static final int MAX_PARTS = 10_000;

  /**
   * A part as the server confirmed it.
   *
   * @param etag its entity tag
   * @param crc32 its checksum in Base64; empty where the server keeps none
   */
  record Part(String etag, String crc32) {}

  S3Upload {
    parts = List.copyOf(parts);
  }

  /** The size of every part but the last, so that there are at most 10,000. */
  static long partSize(long size) {
    long least = (size + MAX_PARTS - 1) / MAX_PARTS;
    long mebibyte = 1L << 20;
    return Math.max(MIN_PART, (least + mebibyte - 1) / mebibyte * mebibyte);
  }

  String text() {
    StringBuilder text = new StringBuilder(uploadId).append('\n').append(writeId);
    for (Part part : parts) {
      text.append('\n').append(part.etag).append('\t').append(part.crc32);
    }
    return text.toString();
  }

  /** The upload of a token, or empty where the token is none of ours. */
  static Optional<S3Upload> parse(String token) {
    String[] lines = token.split("\n", -1);
    if (lines.length < 3 || lines[0].isEmpty() || !lines[1].matches("[0-9a-f]{32}")) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>(lines.length - 2);
    for (int i = 2; i < lines.length; i++) {
      int tab = lines[i].indexOf('\t');
      if (tab < 1) {
        return Optional.empty();
      }
      parts.add(new Part(lines[i].substring(0, tab), lines[i].substring(tab + 1)));
    }
    return Optional.of(new S3Upload(lines[0], lines[1], parts));
  }
}
