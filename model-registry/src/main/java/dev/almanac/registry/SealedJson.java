package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * JSON documents that prove themselves: the field {@code digest} is the SHA-256 of the document's
 * bytes with 64 zeros in place of the digest. So a bit that flips in a number is noticed, and so is
 * a hand that edits.
 */
final class SealedJson {

  /** The most bytes a document may have. */
  static final int MAX_BYTES = 16 << 20;

  private static final int FORMAT = 1;
  private static final String FIELD = "digest";
  private static final String BEFORE_DIGEST = "\"" + FIELD + "\": \"";
  private static final String NO_DIGEST = "0".repeat(64);

  private SealedJson() {}

  /** An object to fill and to {@linkplain #write write}. */
  static ObjectNode create() {
    ObjectNode root = JsonObject.create();
    root.put("format", FORMAT);
    return root;
  }

  /**
   * The document with its digest.
   *
   * @throws RegistryException where it would be too large to be read again
   */
  static byte[] write(ObjectNode root, String what) {
    root.put(FIELD, NO_DIGEST);
    byte[] json = JsonObject.write(root);
    if (json.length > MAX_BYTES) {
      throw new RegistryException(
          "%s would be described by %d bytes, more than the %d that can be read again"
              .formatted(what, json.length, MAX_BYTES));
    }
    byte[] digest = Sha256.of(json).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digest, 0, json, placeOfDigest(json), digest.length);
    return json;
  }

  /**
   * Reads a document.
   *
   * @param what it is, for messages
   * @param place where it was found, for messages
   * @throws RegistryException where it is none of a known format, lacks a field, has one that
   *     cannot be, or is not what was written
   */
  static <T> T read(byte[] json, String what, String place, Function<JsonObject, T> reader) {
    try {
      JsonObject root = JsonObject.parse(json, place);
      long format = root.number("format");
      if (format != FORMAT) {
        throw new RegistryException(
            "%s: %s of format %d, this version of Almanac reads format %d; use the version that wrote it, or a later one"
                .formatted(place, what, format, FORMAT));
      }
      checkDigest(json, root.text(FIELD), place);
      return root.read(reader);
    } catch (CatalogException e) {
      throw new RegistryException(e.getMessage(), e);
    }
  }

  private static void checkDigest(byte[] json, String expected, String place) {
    byte[] blank = json.clone();
    int at = placeOfDigest(json);
    if (at < 0 || expected.length() != NO_DIGEST.length()) {
      throw new RegistryException(
          place + ": expected a SHA-256 in \"" + FIELD + "\", found \"" + expected + "\"");
    }
    System.arraycopy(
        NO_DIGEST.getBytes(StandardCharsets.US_ASCII), 0, blank, at, expected.length());
    String found = Sha256.of(blank);
    if (!found.equals(expected)) {
      throw new RegistryException(
          "%s: expected SHA-256 %s, found %s: it was damaged or edited after it was written; restore it from a backup"
              .formatted(place, expected, found));
    }
  }

  /** The last place, for it is the last field; no text in it can hold an unescaped quote. */
  private static int placeOfDigest(byte[] json) {
    String text = new String(json, StandardCharsets.ISO_8859_1); // a character for each byte
    int name = text.lastIndexOf(BEFORE_DIGEST);
    int at = name + BEFORE_DIGEST.length();
    return name < 0 || at + NO_DIGEST.length() > json.length ? -1 : at;
  }
}
