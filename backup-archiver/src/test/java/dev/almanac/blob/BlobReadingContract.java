package dev.almanac.blob;

import static dev.almanac.blob.StoreUnderTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises to its readers. */
interface BlobReadingContract extends StoreUnderTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, PART - 1, PART, PART + 1, 2 * PART + MIB})
  default void keepsAPublishedBlobOfAnySize(int size) throws IOException {
    byte[] content = random(size);

    assertThat(store().publish(store().prepare(KEY, file(content)))).isTrue();

    assertThat(store().stat(KEY)).contains(new BlobInfo(KEY, size));
    assertThat(store().read(KEY, size)).isEqualTo(content);
    try (InputStream stream = store().open(KEY)) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  default void keepsABlobPutAtOnce(int size) {
    byte[] content = random(size);

    assertThat(store().putIfAbsent(KEY, content)).isTrue();

    assertThat(store().stat(KEY)).contains(new BlobInfo(KEY, size));
    assertThat(store().read(KEY, size)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,1000", "1,998", "500,1", "999,1", "1000,0"})
  default void readsARangeInsideABlob(int position, int length) {
    byte[] content = random(1000);
    store().putIfAbsent(KEY, content);
    byte[] into = new byte[length + 5];
    Arrays.fill(into, (byte) 7);

    store().read(KEY, position, into, 3, length);

    byte[] expected = new byte[length + 5];
    Arrays.fill(expected, (byte) 7);
    System.arraycopy(content, position, expected, 3, length);
    assertThat(into).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,1001", "999,2", "1000,1", "1001,0", "5000,1"})
  default void refusesARangePastTheEnd(int position, int length) {
    store().putIfAbsent(KEY, random(1000));

    assertThatThrownBy(() -> store().read(KEY, position, new byte[length], 0, length))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s: %s has 1000 bytes; %d bytes at %d lie past its end",
            store().location(), KEY, length, position);
  }

  @ParameterizedTest
  @CsvSource({"-1,0,1", "0,-1,1", "0,0,-1", "0,10,1", "0,0,11", "0,2147483647,1"})
  default void refusesARangeThatDoesNotFitItsArray(long position, int offset, int length) {
    store().putIfAbsent(KEY, random(1000));

    assertThatThrownBy(() -> store().read(KEY, position, new byte[10], offset, length))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(KEY);
  }

  @Test
  default void refusesToReadMoreThanItsReaderTakes() {
    store().putIfAbsent(KEY, random(1001));

    assertThatThrownBy(() -> store().read(KEY, 1000))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(KEY + " has 1001 bytes, more than the 1000");
  }

  @Test
  default void saysWhichBlobIsMissing() {
    assertThat(store().stat(KEY)).isEmpty();
    String message = store().location() + ": there is no blob " + KEY;
    assertThatThrownBy(() -> store().read(KEY, 10))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store().read(KEY, 0, new byte[1], 0, 1))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store().read(KEY, 0, new byte[0], 0, 0))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store().open(KEY))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
  }
}
