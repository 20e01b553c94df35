package dev.almanac.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, in lower-case hexadecimal: the proof of every stored byte. */
public final class Sha256 {

  private Sha256() {}

  /** A digest that nothing has gone into. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What has gone into the digest, which begins anew. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  public static String of(Path file, LinkOption... options) throws IOException {
    try (InputStream content = Files.newInputStream(file, options)) {
      return of(content, OutputStream.nullOutputStream());
    }
  }

  /** Of all that the stream has left, which goes on to {@code to}; closes neither. */
  public static String of(InputStream content, OutputStream to) throws IOException {
    DigestInputStream digested = new DigestInputStream(content, digest());
    digested.transferTo(to);
    return hex(digested.getMessageDigest());
  }
}
