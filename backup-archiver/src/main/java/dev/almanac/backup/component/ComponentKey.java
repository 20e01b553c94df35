package dev.almanac.backup.component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What components are encrypted with: 32 random bytes, or a passphrase. Prints no secret.
 *
 * <p>A passphrase becomes a key by PBKDF2 (RFC 8018) with HMAC-SHA-256.
 */
public final class ComponentKey {

  /** What OWASP names for PBKDF2 with HMAC-SHA-256. */
  static final int ITERATIONS = 600_000;

  private static final int BYTES = 32;
  private static final int SHORTEST_PASSPHRASE = 12;
  private static final int LONGEST_FILE = 4096;

  private final byte[] secret;
  private final boolean passphrase;

  private ComponentKey(byte[] secret, boolean passphrase) {
    this.secret = secret;
    this.passphrase = passphrase;
  }

  /**
   * Reads a key file: of exactly 32 bytes, it is the key ({@code head -c 32 /dev/urandom}); else it
   * holds a passphrase, whose line end does not count.
   *
   * @throws ComponentException where it cannot be read, others may read it, or it is too short
   */
  public static ComponentKey read(Path file) {
    try {
      if ((Permissions.of(file) & 0004) != 0) {
        throw new ComponentException(
            "the key file " + file + " can be read by everybody; chmod 0600 it, or change the key");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return of(in.readNBytes(LONGEST_FILE + 1), file);
      }
    } catch (IOException e) {
      throw new ComponentException(
          "the key file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static ComponentKey of(byte[] content, Path file) {
    if (content.length > LONGEST_FILE) {
      throw new ComponentException(
          "the key file "
              + file
              + " has more than "
              + LONGEST_FILE
              + " bytes; is it another file?");
    }
    if (content.length == BYTES) {
      return new ComponentKey(content, false);
    }
    byte[] phrase =
        new String(content, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
    if (phrase.length < SHORTEST_PASSPHRASE) {
      throw new ComponentException(
          "the key file "
              + file
              + " needs 32 random bytes or a passphrase of at least "
              + SHORTEST_PASSPHRASE
              + " characters; make one with: head -c 32 /dev/urandom > "
              + file);
    }
    return new ComponentKey(phrase, true);
  }

  boolean isPassphrase() {
    return passphrase;
  }

  /**
   * The key as 32 bytes.
   *
   * @param salt of the passphrase; not used with a key of random bytes
   */
  byte[] derive(byte[] salt, int iterations) {
    if (!passphrase) {
      return secret.clone();
    }
    char[] phrase = new String(secret, StandardCharsets.UTF_8).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(phrase, salt, iterations, BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has PBKDF2", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(phrase, '\0');
    }
  }

  /** HMAC-SHA-256. */
  static byte[] hmac(byte[] key, byte[]... message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : message) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return passphrase ? "a passphrase" : "a key of 32 bytes";
  }
}
