package dev.almanac.blob;

import java.util.regex.Pattern;

/** Which keys and prefixes a store accepts: those that both a folder and a bucket can hold. */
final class BlobKeys {

  /** Leaves room for the name of a pending blob within the 255 bytes a file name may have. */
  static final int MAX_LENGTH = 200;

  private static final String RULE =
      "a key is made of parts of [A-Za-z0-9=._-] joined by '/', no part empty or beginning with"
          + " '.', "
          + MAX_LENGTH
          + " characters at most";

  private static final String PART = "[A-Za-z0-9=_-][A-Za-z0-9=._-]*";
  private static final Pattern KEY = Pattern.compile(PART + "(/" + PART + ")*");
  private static final Pattern PREFIX = Pattern.compile("(" + PART + "/)*(" + PART + ")?");

  private BlobKeys() {}

  static boolean isKey(String text) {
    return text.length() <= MAX_LENGTH && KEY.matcher(text).matches();
  }

  /**
   * @throws BlobException where the key is not one every store can hold
   */
  static String check(String store, String key) {
    if (!isKey(key)) {
      throw new BlobException(store + ": \"" + key + "\" is not a key: " + RULE);
    }
    return key;
  }

  /**
   * @throws BlobException where no key can begin with the prefix
   */
  static String checkPrefix(String store, String prefix) {
    if (prefix.length() > MAX_LENGTH || !PREFIX.matcher(prefix).matches()) {
      throw new BlobException(store + ": \"" + prefix + "\" begins no key: " + RULE);
    }
    return prefix;
  }

  /** Refuses a range that does not fit the array it is read into. */
  static void checkRange(String store, String key, long position, byte[] into, int off, int len) {
    if (position < 0 || off < 0 || len < 0 || off > into.length - len) {
      throw new BlobException(
          "%s: cannot read %d bytes at %d of %s into %d bytes from %d"
              .formatted(store, len, position, key, into.length, off));
    }
  }

  static BlobException missing(String store, String key) {
    return new BlobException(store + ": there is no blob " + key);
  }

  static BlobException tooLarge(String store, String key, long size, int limit) {
    return new BlobException(
        "%s: %s has %d bytes, more than the %d a reader takes at once"
            .formatted(store, key, size, limit));
  }

  static BlobException pastTheEnd(String store, String key, long position, int len, long size) {
    return new BlobException(
        "%s: %s has %d bytes; %d bytes at %d lie past its end"
            .formatted(store, key, size, len, position));
  }

  static BlobException foreign(String store, PendingBlob pending) {
    return new BlobException(
        store + ": " + pending.key() + " was not prepared by this kind of store: " + pending);
  }

  static BlobException notPending(String store, String key) {
    return new BlobException(
        store
            + ": "
            + key
            + " is neither prepared nor published: it was discarded, perhaps by another run of the"
            + " same work; run it again");
  }
}
