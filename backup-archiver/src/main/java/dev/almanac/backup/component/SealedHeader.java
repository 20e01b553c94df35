package dev.almanac.backup.component;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What stands before an encrypted component, in the clear and authenticated with it.
 *
 * @param passphrase whether the key was a passphrase
 * @param iterations of PBKDF2; 0 without a passphrase
 * @param salt of PBKDF2; zeros without a passphrase
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedHeader(boolean passphrase, int iterations, byte[] salt) {

  /** Bytes of the header, the nonce not among them. */
  static final int BYTES = 29;

  private static final byte[] MAGIC = "ALMENC1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 16;

  /** What a hostile header may make a reader work: some seconds. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The header of the first component that this key encrypts. */
  static SealedHeader ofNew(ComponentKey key) {
    byte[] salt = new byte[SALT_BYTES];
    if (key.isPassphrase()) {
      RANDOM.nextBytes(salt);
    }
    return new SealedHeader(
        key.isPassphrase(), key.isPassphrase() ? ComponentKey.ITERATIONS : 0, salt);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .put(MAGIC)
        .put((byte) (passphrase ? 1 : 0))
        .putInt(iterations)
        .put(salt)
        .array();
  }

  /**
   * @param place for messages
   * @throws ComponentException where these bytes do not begin an encrypted component
   */
  static SealedHeader read(byte[] sealed, String place) {
    if (sealed.length < BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
      throw new ComponentException(
          place + ": expected an encrypted component of format 1, found something else");
    }
    ByteBuffer header = ByteBuffer.wrap(sealed, MAGIC.length, BYTES - MAGIC.length);
    byte kind = header.get();
    int iterations = header.getInt();
    byte[] salt = new byte[SALT_BYTES];
    header.get(salt);
    boolean known = kind == 0 ? iterations == 0 : kind == 1 && iterations > 0;
    if (!known || iterations > MOST_ITERATIONS) {
      throw new ComponentException(
          "%s: expected a key of kind 0 or 1 with up to %d iterations, found kind %d with %d"
              .formatted(place, MOST_ITERATIONS, kind, iterations));
    }
    return new SealedHeader(kind == 1, iterations, salt);
  }
}
