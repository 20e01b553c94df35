package dev.almanac.blob;

import static dev.almanac.blob.StoreUnderTest.atOnce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises to writers of the same key, and to those who delete. */
interface WriteOnceContract extends StoreUnderTest {

  @Test
  default void neverPutsOverAnotherBlob() {
    put(KEY, "first");

    assertThat(store().putIfAbsent(KEY, "second".getBytes(UTF_8))).isFalse();
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  default void neverPublishesOverAnotherBlob() {
    PendingBlob second = prepare(KEY, "second");
    put(KEY, "first");

    assertThat(store().publish(second)).isFalse();
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  default void tellsEqualContentOfAnotherWriterFromItsOwn() {
    PendingBlob first = prepare(KEY, "same");
    PendingBlob second = prepare(KEY, "same");

    assertThat(store().publish(first)).isTrue();
    assertThat(store().publish(second)).isFalse();
  }

  @Test
  default void letsExactlyOneOfManyWritersPut() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<Boolean> won =
          atOnce(WRITERS, writer -> store().putIfAbsent(key, ("by " + writer).getBytes(UTF_8)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("by " + won.indexOf(true));
    }
  }

  @Test
  default void letsExactlyOneOfManyWritersPublish() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<PendingBlob> pending =
          IntStream.range(0, WRITERS).mapToObj(writer -> prepare(key, "by " + writer)).toList();
      List<Boolean> won = atOnce(WRITERS, writer -> store().publish(pending.get(writer)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("by " + won.indexOf(true));
    }
  }

  @Test
  default void deletesABlobAndOnlyThat() {
    put("a/b/1", "goes");
    put("a/b/2", "stays");

    store().delete("a/b/1");

    assertThat(keys("")).containsExactly("a/b/2");
    assertThat(store().stat("a/b/1")).isEmpty();
  }

  @Test
  default void deletesWhatIsAlreadyGone() {
    store().delete(KEY);
    put(KEY, "goes");
    store().delete(KEY);
    store().delete(KEY);

    assertThat(store().list("")).isEmpty();
  }

  @Test
  default void takesAKeyAgainAfterItsBlobWasDeleted() {
    put(KEY, "old");
    store().delete(KEY);

    assertThat(store().publish(prepare(KEY, "new"))).isTrue();
    assertThat(read(KEY)).isEqualTo("new");
  }

  @Test
  default void writesWhileOthersDeleteBesideIt() throws Exception {
    atOnce(
        4,
        writer -> {
          for (int i = 0; i < 50; i++) {
            String key = "shared/folder/" + writer;
            put(key, "briefly");
            store().delete(key);
          }
          return true;
        });

    assertThat(store().list("")).isEmpty();
  }
}
