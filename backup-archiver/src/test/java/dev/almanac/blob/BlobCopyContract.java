package dev.almanac.blob;

import static dev.almanac.blob.StoreUnderTest.atOnce;
import static dev.almanac.blob.StoreUnderTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises about copies of blobs. */
interface BlobCopyContract extends StoreUnderTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, PART - 1, PART, PART + 1, 2 * PART + MIB})
  default void copiesABlobOfAnySize(int size) {
    byte[] content = random(size);
    store().publish(store().prepare(KEY, file(content)));

    assertThat(store().copyIfAbsent(KEY, "superseded/" + KEY)).isTrue();

    assertThat(store().read("superseded/" + KEY, size)).isEqualTo(content);
    assertThat(store().read(KEY, size)).isEqualTo(content);
    assertThat(keys("")).containsExactly(KEY, "superseded/" + KEY);
    assertThat(store().discardPending(key -> true)).isZero();
  }

  @Test
  default void copiesABlobThatWasPutAtOnce() {
    put("a/1", "content");

    assertThat(store().copyIfAbsent("a/1", "b/1")).isTrue();
    assertThat(read("b/1")).isEqualTo("content");
  }

  @Test
  default void keepsACopyWhenWhatItWasMadeOfGoes() {
    put("a/1", "content");
    store().copyIfAbsent("a/1", "b/1");

    store().delete("a/1");

    assertThat(keys("")).containsExactly("b/1");
    assertThat(read("b/1")).isEqualTo("content");
    assertThat(store().copyIfAbsent("b/1", "a/1")).isTrue();
    assertThat(read("a/1")).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", ""})
  default void neverCopiesOverAnotherBlob(String second) {
    put("a/1", second);
    put("b/1", "other");

    assertThat(store().copyIfAbsent("a/1", "b/1")).isFalse();
    assertThat(store().copyIfAbsent("a/1", "a/1")).isFalse();

    assertThat(read("b/1")).isEqualTo("other");
    assertThat(read("a/1")).isEqualTo(second);
    assertThat(store().discardPending(key -> true)).isZero();
  }

  @Test
  default void letsExactlyOneOfManyWritersCopy() throws Exception {
    for (int writer = 0; writer < WRITERS; writer++) {
      put("from/" + writer, "by " + writer);
    }

    List<Boolean> won = atOnce(WRITERS, writer -> store().copyIfAbsent("from/" + writer, KEY));

    assertThat(won).containsOnlyOnce(true);
    assertThat(read(KEY)).isEqualTo("by " + won.indexOf(true));
    assertThat(store().discardPending(key -> true)).isZero();
  }

  @Test
  default void saysWhichBlobItCannotCopy() {
    assertThatThrownBy(() -> store().copyIfAbsent(KEY, "b/1"))
        .isInstanceOf(BlobException.class)
        .hasMessage(store().location() + ": there is no blob " + KEY);
    assertThat(store().list("")).isEmpty();
    assertThat(store().discardPending(key -> true)).isZero();
  }
}
