package dev.almanac.tsdb;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The names of blocks: 48 bits of milliseconds and 80 random bits in Crockford's base 32.
 *
 * @see <a href="https://github.com/ulid/spec">The ULID specification</a>
 */
public final class Ulid {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LENGTH = 26;
  private static final int TIME_DIGITS = 10;
  private static final int BITS_PER_DIGIT = 5;

  private Ulid() {}

  /** Whether this is a ULID as Prometheus writes it, in capitals. */
  public static boolean isUlid(String text) {
    return FORM.matcher(text).matches();
  }

  /** A new name for a block made at this instant, in milliseconds since the epoch. */
  public static String at(long millis) {
    return at(millis, RANDOM);
  }

  /** The name that this source of chance gives. */
  public static String at(long millis, RandomGenerator random) {
    StringBuilder ulid = new StringBuilder(LENGTH);
    for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
      ulid.append(DIGITS.charAt((int) (millis >>> (BITS_PER_DIGIT * digit)) & 31));
    }
    for (int digit = TIME_DIGITS; digit < LENGTH; digit++) {
      ulid.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return ulid.toString();
  }
}
