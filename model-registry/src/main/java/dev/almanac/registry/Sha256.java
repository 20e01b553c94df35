package dev.almanac.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in lower-case hexadecimal. */
final class Sha256 {

  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(byte[] content) {
    MessageDigest digest = digest();
    digest.update(content);
    return hex(digest);
  }

  /** Of all that the stream has left, which goes on to {@code to}; closes neither. */
  static String of(InputStream content, OutputStream to) throws IOException {
    DigestInputStream digested = new DigestInputStream(content, digest());
    digested.transferTo(to);
    return hex(digested.getMessageDigest());
  }
}
