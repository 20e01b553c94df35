package dev.almanac.registry.token;

import dev.almanac.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A secret that nobody can read: the SHA-256 of its salt and itself. A slow hash is for words that
 * people choose; these secrets are 256 random bits, which nobody counts through.
 *
 * @param salt 16 random bytes, in lower-case hexadecimal
 * @param sha256 of the salt's bytes and the secret in UTF-8, in lower-case hexadecimal
 */
record TokenHash(String salt, String sha256) {

  private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  TokenHash {
    if (!SALT.matcher(salt).matches() || !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "a token is kept as 32 digits of salt and 64 of hash, in lower-case hexadecimal");
    }
  }

  static TokenHash of(String salt, String secret) {
    return new TokenHash(salt, Sha256.hex(digest(salt, secret)));
  }

  private static MessageDigest digest(String salt, String secret) {
    MessageDigest digest = Sha256.digest();
    digest.update(HexFormat.of().parseHex(salt));
    digest.update(secret.getBytes(StandardCharsets.UTF_8));
    return digest;
  }

  /** Whether this is the hash of a secret; takes as long whichever digit differs. */
  boolean matches(String secret) {
    return MessageDigest.isEqual(digest(salt, secret).digest(), HexFormat.of().parseHex(sha256));
  }

  /** Not for logs, though nothing can be done with it. */
  @Override
  public String toString() {
    return "TokenHash";
  }
}
