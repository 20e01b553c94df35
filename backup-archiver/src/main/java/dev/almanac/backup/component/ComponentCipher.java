package dev.almanac.backup.component;

import dev.almanac.blob.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts components with AES-256-GCM so that the same content, key and salt give the same bytes.
 *
 * <p>The nonce is the beginning of HMAC-SHA-256(nonce key, SHA-256(content)): it repeats only with
 * the content. {@code docs/decisions/0007-components.md} says why that is safe.
 */
final class ComponentCipher {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] FOR_CONTENT =
      "almanac component content".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FOR_NONCE =
      "almanac component nonce".getBytes(StandardCharsets.US_ASCII);

  private final SealedHeader header;
  private final SecretKeySpec contentKey;
  private final byte[] nonceKey;

  private ComponentCipher(ComponentKey key, SealedHeader header) {
    this.header = header;
    byte[] master = key.derive(header.salt(), header.iterations());
    contentKey = new SecretKeySpec(ComponentKey.hmac(master, FOR_CONTENT), "AES");
    nonceKey = ComponentKey.hmac(master, FOR_NONCE);
    Arrays.fill(master, (byte) 0);
  }

  /** Encrypts under this header, which is that of an earlier component or a new one. */
  static byte[] seal(byte[] content, ComponentKey key, SealedHeader header) {
    return new ComponentCipher(key, header).seal(content);
  }

  /**
   * Decrypts.
   *
   * @param place for messages
   * @throws ComponentException where the key is another one, or a bit of it was changed
   */
  static byte[] open(byte[] sealed, ComponentKey key, String place) {
    SealedHeader header = SealedHeader.read(sealed, place);
    if (header.passphrase() != key.isPassphrase()) {
      throw new ComponentException(
          "%s was encrypted with %s, and %s was given"
              .formatted(place, header.passphrase() ? "a passphrase" : "a key of 32 bytes", key));
    }
    return new ComponentCipher(key, header).open(sealed, place);
  }

  private byte[] seal(byte[] content) {
    byte[] nonce = nonceOf(content);
    try {
      ByteArrayOutputStream sealed = new ByteArrayOutputStream(content.length + 64);
      sealed.writeBytes(header.bytes());
      sealed.writeBytes(nonce);
      sealed.writeBytes(cipher(Cipher.ENCRYPT_MODE, header.bytes(), nonce).doFinal(content));
      return sealed.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-256-GCM encrypts whatever it is given", e);
    }
  }

  private byte[] open(byte[] sealed, String place) {
    int body = SealedHeader.BYTES + NONCE_BYTES;
    if (sealed.length < body + TAG_BITS / 8) {
      throw new ComponentException(place + ": an encrypted component that is cut off");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, SealedHeader.BYTES, body);
    byte[] content;
    try {
      content =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, SealedHeader.BYTES), nonce)
              .doFinal(sealed, body, sealed.length - body);
    } catch (AEADBadTagException e) {
      throw new ComponentException(
          place + " does not open with this key; give the one it was encrypted with", e);
    } catch (GeneralSecurityException e) {
      throw new ComponentException(place + " cannot be decrypted: " + e.getMessage(), e);
    }
    if (!MessageDigest.isEqual(nonce, nonceOf(content))) {
      throw new ComponentException(place + " has a nonce that is not of its content");
    }
    return content;
  }

  private byte[] nonceOf(byte[] content) {
    return Arrays.copyOf(ComponentKey.hmac(nonceKey, Sha256.digest().digest(content)), NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] authenticated, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, contentKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(authenticated);
    return cipher;
  }
}
