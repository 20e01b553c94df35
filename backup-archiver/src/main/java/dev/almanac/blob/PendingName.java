package dev.almanac.blob;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name under which a pending blob lies in the hidden folder: its key, a {@code ~}, and an
 * identity of 32 hex digits. The key can be told from it when the process that wrote it is long
 * gone.
 *
 * @param key the key the blob will have
 * @param id what tells this writing of it from any other
 */
record PendingName(String key, String id) {

  /** The hidden folder of pending blobs; no key begins with a dot, so none lies in it. */
  static final String FOLDER = ".pending";

  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9=._~/-]+)~([0-9a-f]{32})");

  static PendingName ofNew(String key) {
    return new PendingName(key, UUID.randomUUID().toString().replace("-", ""));
  }

  /** The pending blob of this name, in either form, or null where the name is none. */
  static PendingName parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return null;
    }
    String key = matcher.group(1).replace('~', '/');
    return BlobKeys.isKey(key) ? new PendingName(key, matcher.group(2)) : null;
  }

  /**
   * As the name of a file: with {@code ~} for each {@code /}, so that one folder holds them all.
   */
  String asFileName() {
    return key.replace('/', '~') + "~" + id;
  }

  /** As an object's key, which begins as the blob's does. */
  String asObjectKey() {
    return key + "~" + id;
  }
}
