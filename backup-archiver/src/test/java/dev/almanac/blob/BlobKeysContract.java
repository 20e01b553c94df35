package dev.almanac.blob;

import static dev.almanac.blob.StoreUnderTest.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises about keys, and about listing them. */
interface BlobKeysContract extends StoreUnderTest {

  @Test
  default void listsNothingWhereNothingIs() {
    assertThat(store().list("")).isEmpty();
    assertThat(store().list("samples/day=2026")).isEmpty();
    assertThat(store().discardPending(key -> true)).isZero();
  }

  @Test
  default void listsMoreKeysThanOneAnswerHoldsInTheirOrder() throws Exception {
    List<String> expected = IntStream.range(0, 1003).mapToObj("many/%04d"::formatted).toList();
    atOnce(
        8,
        writer -> {
          for (int i = writer; i < expected.size(); i += 8) {
            store().putIfAbsent(expected.get(i), new byte[0]);
          }
          return true;
        });
    put("man/y", "before");
    put("manz", "after");

    assertThat(keys("many/")).isEqualTo(expected);
    assertThat(keys("")).hasSize(1005).isSorted();
  }

  @Test
  default void listsByAnyBeginningOfAKey() {
    List.of("a/b-1/x", "a/b/x", "a/b1", "a/c", "b", "ab").forEach(key -> put(key, key));

    assertThat(keys("a")).containsExactly("a/b-1/x", "a/b/x", "a/b1", "a/c", "ab");
    assertThat(keys("a/b")).containsExactly("a/b-1/x", "a/b/x", "a/b1");
    assertThat(keys("a/b/")).containsExactly("a/b/x");
    assertThat(keys("a/b/x")).containsExactly("a/b/x");
    assertThat(store().list("a/c")).containsExactly(new BlobInfo("a/c", 3));
    assertThat(keys("x/y/z")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "./a",
        ".pending/a",
        "a/.hidden",
        "a b",
        "a\\b",
        "a~b",
        "a%2e",
        "a\u0000b",
        "a\nb",
        "größe",
        "日本",
        "C:a",
        "a*"
      })
  default void refusesAKeyThatNotEveryStoreCanHold(String key) {
    byte[] one = new byte[1];
    List<Runnable> calls =
        List.of(
            () -> store().stat(key),
            () -> store().read(key, 1),
            () -> store().read(key, 0, one, 0, 1),
            () -> store().open(key),
            () -> store().putIfAbsent(key, one),
            () -> store().prepare(key, file(one)),
            () -> store().delete(key),
            () -> store().copyIfAbsent(key, KEY),
            () -> store().copyIfAbsent(KEY, key),
            () -> store().publish(new PendingBlob(key, 1, "token")),
            () -> store().discard(new PendingBlob(key, 1, "token")));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(BlobException.class)
                    .hasMessageContaining("\"" + key + "\" is not a key"));
  }

  @Test
  default void takesAKeyOfTwoHundredCharactersAndNoLongerOne() {
    String longest = "k".repeat(99) + "/" + "k".repeat(100);

    assertThat(store().publish(prepare(longest, "long"))).isTrue();

    assertThat(read(longest)).isEqualTo("long");
    assertThatThrownBy(() -> put(longest + "k", "longer")).isInstanceOf(BlobException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "a//", "a/.", ".pending", "größe"})
  default void refusesAPrefixThatBeginsNoKey(String prefix) {
    assertThatThrownBy(() -> store().list(prefix))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("begins no key");
  }
}
