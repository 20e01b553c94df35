package dev.almanac.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BlobStore} promises; a store is put to it by a class that opens one. */
abstract class BlobStoreContract {

  private static final String KEY = "samples/day=2026-01-31/01J0-0001.parquet";
  private static final int MIB = 1 << 20;
  private static final int WRITERS = 16;

  @TempDir Path files;

  private BlobStore store;

  /** Opens a store that is new to each test, by another instance each time it is called. */
  abstract BlobStore open();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private Path file(byte[] content) {
    try {
      return Files.write(Files.createTempFile(files, "blob", ""), content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private PendingBlob prepare(String key, String content) {
    return store.prepare(key, file(content.getBytes(UTF_8)));
  }

  private void put(String key, String content) {
    assertThat(store.putIfAbsent(key, content.getBytes(UTF_8))).isTrue();
  }

  private String read(String key) {
    return new String(store.read(key, MIB), UTF_8);
  }

  private List<String> keys(String prefix) {
    return store.list(prefix).stream().map(BlobInfo::key).toList();
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  /** Around what a part of a multipart upload holds, and around nothing. */
  static IntStream sizes() {
    return IntStream.of(0, 1, 2, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 17 * MIB);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void keepsAPublishedBlobOfAnySize(int size) throws IOException {
    byte[] content = random(size);

    assertThat(store.publish(store.prepare(KEY, file(content)))).isTrue();

    assertThat(store.stat(KEY)).contains(new BlobInfo(KEY, size));
    assertThat(store.read(KEY, size)).isEqualTo(content);
    try (InputStream stream = store.open(KEY)) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void keepsABlobPutAtOnce(int size) {
    byte[] content = random(size);

    assertThat(store.putIfAbsent(KEY, content)).isTrue();

    assertThat(store.stat(KEY)).contains(new BlobInfo(KEY, size));
    assertThat(store.read(KEY, size)).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,1000", "1,998", "500,1", "999,1", "1000,0"})
  void readsARangeInsideABlob(int position, int length) {
    byte[] content = random(1000);
    store.putIfAbsent(KEY, content);
    byte[] into = new byte[length + 5];
    Arrays.fill(into, (byte) 7);

    store.read(KEY, position, into, 3, length);

    byte[] expected = new byte[length + 5];
    Arrays.fill(expected, (byte) 7);
    System.arraycopy(content, position, expected, 3, length);
    assertThat(into).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,1001", "999,2", "1000,1", "1001,0", "5000,1"})
  void refusesARangePastTheEnd(int position, int length) {
    store.putIfAbsent(KEY, random(1000));

    assertThatThrownBy(() -> store.read(KEY, position, new byte[length], 0, length))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s: %s has 1000 bytes; %d bytes at %d lie past its end",
            store.location(), KEY, length, position);
  }

  @ParameterizedTest
  @CsvSource({"-1,0,1", "0,-1,1", "0,0,-1", "0,10,1", "0,0,11", "0,2147483647,1"})
  void refusesARangeThatDoesNotFitItsArray(long position, int offset, int length) {
    store.putIfAbsent(KEY, random(1000));

    assertThatThrownBy(() -> store.read(KEY, position, new byte[10], offset, length))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(KEY);
  }

  @Test
  void refusesToReadMoreThanItsReaderTakes() {
    store.putIfAbsent(KEY, random(1001));

    assertThatThrownBy(() -> store.read(KEY, 1000))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(KEY + " has 1001 bytes, more than the 1000");
  }

  @Test
  void saysWhichBlobIsMissing() {
    assertThat(store.stat(KEY)).isEmpty();
    String message = store.location() + ": there is no blob " + KEY;
    assertThatThrownBy(() -> store.read(KEY, 10))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.read(KEY, 0, new byte[1], 0, 1))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.read(KEY, 0, new byte[0], 0, 0))
        .isInstanceOf(BlobException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(BlobException.class).hasMessage(message);
  }

  @Test
  void listsNothingWhereNothingIs() {
    assertThat(store.list("")).isEmpty();
    assertThat(store.list("samples/day=2026")).isEmpty();
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void listsMoreKeysThanOneAnswerHoldsInTheirOrder() throws Exception {
    List<String> expected = IntStream.range(0, 1003).mapToObj("many/%04d"::formatted).toList();
    atOnce(
        8,
        writer -> {
          for (int i = writer; i < expected.size(); i += 8) {
            store.putIfAbsent(expected.get(i), new byte[0]);
          }
          return true;
        });
    put("man/y", "before");
    put("manz", "after");

    assertThat(keys("many/")).isEqualTo(expected);
    assertThat(keys("")).hasSize(1005).isSorted();
  }

  @Test
  void listsByAnyBeginningOfAKey() {
    List.of("a/b-1/x", "a/b/x", "a/b1", "a/c", "b", "ab").forEach(key -> put(key, key));

    assertThat(keys("a")).containsExactly("a/b-1/x", "a/b/x", "a/b1", "a/c", "ab");
    assertThat(keys("a/b")).containsExactly("a/b-1/x", "a/b/x", "a/b1");
    assertThat(keys("a/b/")).containsExactly("a/b/x");
    assertThat(keys("a/b/x")).containsExactly("a/b/x");
    assertThat(store.list("a/c")).containsExactly(new BlobInfo("a/c", 3));
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
  void refusesAKeyThatNotEveryStoreCanHold(String key) {
    byte[] one = new byte[1];
    List<Runnable> calls =
        List.of(
            () -> store.stat(key),
            () -> store.read(key, 1),
            () -> store.read(key, 0, one, 0, 1),
            () -> store.open(key),
            () -> store.putIfAbsent(key, one),
            () -> store.prepare(key, file(one)),
            () -> store.delete(key),
            () -> store.copyIfAbsent(key, KEY),
            () -> store.copyIfAbsent(KEY, key),
            () -> store.publish(new PendingBlob(key, 1, "token")),
            () -> store.discard(new PendingBlob(key, 1, "token")));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(BlobException.class)
                    .hasMessageContaining("\"" + key + "\" is not a key"));
  }

  @Test
  void takesAKeyOfTwoHundredCharactersAndNoLongerOne() {
    String longest = "k".repeat(99) + "/" + "k".repeat(100);

    assertThat(store.publish(prepare(longest, "long"))).isTrue();

    assertThat(read(longest)).isEqualTo("long");
    assertThatThrownBy(() -> put(longest + "k", "longer")).isInstanceOf(BlobException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "a//", "a/.", ".pending", "größe"})
  void refusesAPrefixThatBeginsNoKey(String prefix) {
    assertThatThrownBy(() -> store.list(prefix))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("begins no key");
  }

  @Test
  void neverPutsOverAnotherBlob() {
    put(KEY, "first");

    assertThat(store.putIfAbsent(KEY, "second".getBytes(UTF_8))).isFalse();
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  void neverPublishesOverAnotherBlob() {
    PendingBlob second = prepare(KEY, "second");
    put(KEY, "first");

    assertThat(store.publish(second)).isFalse();
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  void tellsEqualContentOfAnotherWriterFromItsOwn() {
    PendingBlob first = prepare(KEY, "same");
    PendingBlob second = prepare(KEY, "same");

    assertThat(store.publish(first)).isTrue();
    assertThat(store.publish(second)).isFalse();
  }

  @Test
  void keepsWhatItCouldNotPublishUntilItIsDiscarded() {
    PendingBlob second = prepare(KEY, "second");
    put(KEY, "first");
    store.publish(second);

    assertThat(store.discardPending(key -> true)).isEqualTo(1);
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  void letsExactlyOneOfManyWritersPut() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<Boolean> won =
          atOnce(WRITERS, writer -> store.putIfAbsent(key, ("by " + writer).getBytes(UTF_8)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("by " + won.indexOf(true));
    }
  }

  @Test
  void letsExactlyOneOfManyWritersPublish() throws Exception {
    for (int round = 0; round < 10; round++) {
      String key = "race/" + round;
      List<PendingBlob> pending =
          IntStream.range(0, WRITERS).mapToObj(writer -> prepare(key, "by " + writer)).toList();
      List<Boolean> won = atOnce(WRITERS, writer -> store.publish(pending.get(writer)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(read(key)).isEqualTo("by " + won.indexOf(true));
    }
  }

  @Test
  void agreesWhenOnePendingBlobIsPublishedByManyAtOnce() throws Exception {
    PendingBlob pending = prepare(KEY, "once");

    assertThat(atOnce(WRITERS, writer -> store.publish(pending))).containsOnly(true);
    assertThat(read(KEY)).isEqualTo("once");
  }

  @Test
  void showsNothingOfWhatIsOnlyPrepared() {
    prepare(KEY, "hidden");

    assertThat(store.stat(KEY)).isEmpty();
    assertThat(store.list("")).isEmpty();
    assertThatThrownBy(() -> store.read(KEY, 10)).isInstanceOf(BlobException.class);
  }

  @Test
  void removesWhatAnotherProcessPreparedAndLeft() {
    PendingBlob left = prepare(KEY, "left");
    try (BlobStore other = open()) {
      assertThat(other.discardPending(key -> key.startsWith("samples/day=2026"))).isEqualTo(1);
      assertThat(other.discardPending(key -> true)).isZero();
    }

    assertThatThrownBy(() -> store.publish(left)).isInstanceOf(BlobException.class);
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void removesOnlyWhatIsPendingUnderThePrefix() {
    PendingBlob kept = prepare("b/1", "kept");
    prepare("a/1", "removed");
    prepare("a/1", "removed too");
    put("a/2", "visible");

    assertThat(store.discardPending(key -> key.startsWith("a/"))).isEqualTo(2);

    assertThat(store.publish(kept)).isTrue();
    assertThat(keys("")).containsExactly("a/2", "b/1");
  }

  @Test
  void publishesWhatAnotherProcessPrepared() throws Exception {
    PendingBlob pending = prepare(KEY, "sent");
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(wire)) {
      out.writeObject(pending);
    }
    PendingBlob received;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(wire.toByteArray()))) {
      received = (PendingBlob) in.readObject();
    }

    try (BlobStore other = open()) {
      assertThat(other.publish(received)).isTrue();
    }
    assertThat(read(KEY)).isEqualTo("sent");
  }

  @Test
  void takesNoNoticeWhenToldToPublishTwice() {
    PendingBlob pending = prepare(KEY, "twice");

    assertThat(store.publish(pending)).isTrue();
    assertThat(store.publish(pending)).isTrue();
    assertThat(read(KEY)).isEqualTo("twice");
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void refusesToPublishWhatWasDiscarded() {
    PendingBlob pending = prepare(KEY, "discarded");
    store.discard(pending);

    assertThatThrownBy(() -> store.publish(pending))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s: %s is neither prepared nor published: it was discarded; prepare it again",
            store.location(), KEY);
  }

  @Test
  void saysSoWhenWhatWasDiscardedMeetsATakenKey() {
    PendingBlob pending = prepare(KEY, "discarded");
    store.discard(pending);
    put(KEY, "another");

    assertThat(store.publish(pending)).isFalse();
    assertThat(read(KEY)).isEqualTo("another");
  }

  @Test
  void discardsWhatIsAlreadyGone() {
    PendingBlob discarded = prepare("a", "discarded");
    PendingBlob published = prepare("b", "published");
    store.discard(discarded);
    store.publish(published);

    store.discard(discarded);
    store.discard(published);

    assertThat(keys("")).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token", "../../etc/passwd", "a\nb\nc", "x y"})
  void refusesAPendingBlobItDidNotPrepare(String token) {
    PendingBlob foreign = new PendingBlob(KEY, 1, token);

    assertThatThrownBy(() -> store.publish(foreign))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("was not prepared by this kind of store");
    assertThatThrownBy(() -> store.discard(foreign)).isInstanceOf(BlobException.class);
  }

  @Test
  void saysWhichFileItCannotPrepare() {
    Path missing = files.resolve("missing");

    assertThatThrownBy(() -> store.prepare(KEY, missing))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot prepare " + KEY)
        .hasMessageContaining(missing.toString());
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void copiesABlobOfAnySize(int size) {
    byte[] content = random(size);
    store.publish(store.prepare(KEY, file(content)));

    assertThat(store.copyIfAbsent(KEY, "superseded/" + KEY)).isTrue();

    assertThat(store.read("superseded/" + KEY, size)).isEqualTo(content);
    assertThat(store.read(KEY, size)).isEqualTo(content);
    assertThat(keys("")).containsExactly(KEY, "superseded/" + KEY);
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void copiesABlobThatWasPutAtOnce() {
    put("a/1", "content");

    assertThat(store.copyIfAbsent("a/1", "b/1")).isTrue();
    assertThat(read("b/1")).isEqualTo("content");
  }

  @Test
  void keepsACopyWhenWhatItWasMadeOfGoes() {
    put("a/1", "content");
    store.copyIfAbsent("a/1", "b/1");

    store.delete("a/1");

    assertThat(keys("")).containsExactly("b/1");
    assertThat(read("b/1")).isEqualTo("content");
    assertThat(store.copyIfAbsent("b/1", "a/1")).isTrue();
    assertThat(read("a/1")).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", ""})
  void neverCopiesOverAnotherBlob(String second) {
    put("a/1", second);
    put("b/1", "other");

    assertThat(store.copyIfAbsent("a/1", "b/1")).isFalse();
    assertThat(store.copyIfAbsent("a/1", "a/1")).isFalse();

    assertThat(read("b/1")).isEqualTo("other");
    assertThat(read("a/1")).isEqualTo(second);
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void letsExactlyOneOfManyWritersCopy() throws Exception {
    for (int writer = 0; writer < WRITERS; writer++) {
      put("from/" + writer, "by " + writer);
    }

    List<Boolean> won = atOnce(WRITERS, writer -> store.copyIfAbsent("from/" + writer, KEY));

    assertThat(won).containsOnlyOnce(true);
    assertThat(read(KEY)).isEqualTo("by " + won.indexOf(true));
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void saysWhichBlobItCannotCopy() {
    assertThatThrownBy(() -> store.copyIfAbsent(KEY, "b/1"))
        .isInstanceOf(BlobException.class)
        .hasMessage(store.location() + ": there is no blob " + KEY);
    assertThat(store.list("")).isEmpty();
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void deletesABlobAndOnlyThat() {
    put("a/b/1", "goes");
    put("a/b/2", "stays");

    store.delete("a/b/1");

    assertThat(keys("")).containsExactly("a/b/2");
    assertThat(store.stat("a/b/1")).isEmpty();
  }

  @Test
  void deletesWhatIsAlreadyGone() {
    store.delete(KEY);
    put(KEY, "goes");
    store.delete(KEY);
    store.delete(KEY);

    assertThat(store.list("")).isEmpty();
  }

  @Test
  void takesAKeyAgainAfterItsBlobWasDeleted() {
    put(KEY, "old");
    store.delete(KEY);

    assertThat(store.publish(prepare(KEY, "new"))).isTrue();
    assertThat(read(KEY)).isEqualTo("new");
  }

  @Test
  void writesWhileOthersDeleteBesideIt() throws Exception {
    atOnce(
        4,
        writer -> {
          for (int i = 0; i < 50; i++) {
            String key = "shared/folder/" + writer;
            put(key, "briefly");
            store.delete(key);
          }
          return true;
        });

    assertThat(store.list("")).isEmpty();
  }

  @FunctionalInterface
  private interface Writer<T> {
    T write(int number);
  }

  /** Lets that many writers begin at the same time, and returns their results in order. */
  private static <T> List<T> atOnce(int writers, Writer<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        calls.add(
            () -> {
              start.await();
              return work.write(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
