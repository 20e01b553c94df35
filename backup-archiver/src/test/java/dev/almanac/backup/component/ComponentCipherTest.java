package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentCipherTest {

  private static final byte[] CONTENT = "secret: 42\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private ComponentKey key(String content) throws IOException {
    Path file =
        Files.createTempFile(
            folder,
            "key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return ComponentKey.read(Files.writeString(file, content));
  }

  private ComponentKey randomKey(char filler) throws IOException {
    return key(String.valueOf(filler).repeat(32));
  }

  private static byte[] seal(byte[] content, ComponentKey key) {
    return ComponentCipher.seal(content, key, SealedHeader.ofNew(key));
  }

  @Test
  void opensWhatItSealed() throws IOException {
    ComponentKey key = randomKey('k');

    assertThat(ComponentCipher.open(seal(CONTENT, key), key, "here")).isEqualTo(CONTENT);
  }

  @Test
  void opensWhatItSealedWithAPassphrase() throws IOException {
    ComponentKey key = key("correct horse battery staple\n");
    byte[] sealed = seal(CONTENT, key);

    assertThat(ComponentCipher.open(sealed, key("correct horse battery staple"), "here"))
        .isEqualTo(CONTENT);
  }

  @Test
  void sealsNothingReadable() throws IOException {
    assertThat(new String(seal(CONTENT, randomKey('k')), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
  }

  @Test
  void sealsTheSameContentIntoTheSameBytes() throws IOException {
    assertThat(seal(CONTENT, randomKey('k'))).isEqualTo(seal(CONTENT, randomKey('k')));
  }

  @Test
  void sealsTheSameContentIntoTheSameBytesUnderTheHeaderOfAnEarlierOne() throws IOException {
    ComponentKey key = key("correct horse battery staple");
    byte[] earlier = seal(CONTENT, key);
    SealedHeader header =
        SealedHeader.read(Arrays.copyOf(earlier, SealedHeader.BYTES), "the earlier one");

    assertThat(ComponentCipher.seal(CONTENT, key, header)).isEqualTo(earlier);
  }

  @Test
  void takesAnotherNonceForOtherContentAndForAnotherKey() throws IOException {
    byte[] nonce = nonceOf(seal(CONTENT, randomKey('k')));

    assertThat(nonceOf(seal(new byte[1], randomKey('k')))).isNotEqualTo(nonce);
    assertThat(nonceOf(seal(CONTENT, randomKey('j')))).isNotEqualTo(nonce);
  }

  private static byte[] nonceOf(byte[] sealed) {
    return Arrays.copyOfRange(sealed, 29, 41);
  }

  @Test
  void doesNotOpenWithAnotherKey() throws IOException {
    byte[] sealed = seal(CONTENT, randomKey('k'));
    ComponentKey other = randomKey('j');

    assertThatThrownBy(() -> ComponentCipher.open(sealed, other, "here"))
        .isInstanceOf(ComponentException.class)
        .hasMessage("here does not open with this key; give the one it was encrypted with");
  }

  @Test
  void saysThatAPassphraseIsNoKeyOfBytes() throws IOException {
    byte[] sealed = seal(CONTENT, randomKey('k'));
    ComponentKey phrase = key("correct horse battery staple");

    assertThatThrownBy(() -> ComponentCipher.open(sealed, phrase, "here"))
        .hasMessage("here was encrypted with a key of 32 bytes, and a passphrase was given");
  }

  @Test
  void doesNotOpenWithAnyBitFlipped() throws IOException {
    ComponentKey key = randomKey('k');
    byte[] sealed = seal(CONTENT, key);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> ComponentCipher.open(flipped, key, "here"))
          .as("bit %d", bit)
          .isInstanceOf(ComponentException.class);
    }
  }

  @Test
  void doesNotOpenCutAtAnyLength() throws IOException {
    ComponentKey key = randomKey('k');
    byte[] sealed = seal(CONTENT, key);
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);

      assertThatThrownBy(() -> ComponentCipher.open(cut, key, "here"))
          .as("%d bytes", length)
          .isInstanceOf(ComponentException.class);
    }
  }

  @Test
  void doesNotWorkForHoursForAHostileHeader() throws IOException {
    ComponentKey phrase = key("correct horse battery staple");
    byte[] sealed =
        ByteBuffer.allocate(100)
            .put("ALMENC1\n\1".getBytes(StandardCharsets.US_ASCII))
            .putInt(Integer.MAX_VALUE)
            .array();

    assertThatThrownBy(() -> ComponentCipher.open(sealed, phrase, "here"))
        .hasMessageContaining("up to 10000000 iterations");
  }

  @Test
  void takesNoShortPassphrase() {
    assertThatThrownBy(() -> key("hunter2\n")).hasMessageContaining("at least 12 characters");
  }

  @Test
  void printsNoSecret() throws IOException {
    assertThat(key("correct horse battery staple")).hasToString("a passphrase");
  }
}
