package dev.almanac.registry.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens as they are presented: {@code almanac_<id>_<secret>}. The beginning lets scanners find one
 * that was published by mistake.
 */
final class Secrets {

  private static final int ID_BYTES = 8;
  private static final int SALT_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final Pattern PRESENTED =
      Pattern.compile("almanac_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /**
   * What somebody presents.
   *
   * @param id of the token he means
   * @param secret its secret, if he has it
   */
  record Presented(String id, String secret) {

    @Override
    public String toString() {
      return "Presented[" + id + "]";
    }
  }

  static String id() {
    return HexFormat.of().formatHex(random(ID_BYTES));
  }

  static String salt() {
    return HexFormat.of().formatHex(random(SALT_BYTES));
  }

  static String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static String present(String id, String secret) {
    return "almanac_" + id + "_" + secret;
  }

  /** The parts of what could be a token. */
  static Optional<Presented> parse(String text) {
    Matcher parts = PRESENTED.matcher(text);
    return parts.matches()
        ? Optional.of(new Presented(parts.group(1), parts.group(2)))
        : Optional.empty();
  }
}
