package dev.almanac.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedLogTest {

  @TempDir Path root;
  @TempDir Path files;
  private BlobStore store;
  private NumberedLog log;

  @BeforeEach
  void openTheLog() {
    store = new DirectoryBlobStore(root);
    log = new NumberedLog(store, "aliases/champion/", 2, 16);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private boolean append(long number, String content) {
    return log.append(number, utf8(content));
  }

  private String newest() {
    return log.newest().map(entry -> new String(entry.content(), UTF_8)).orElseThrow();
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(log.newest()).isEmpty();
    assertThat(log.numbers()).isEmpty();
    assertThat(log.outdated()).isEmpty();
    assertThat(NumberedLog.after(log.newest())).isEqualTo(1);
  }

  @Test
  void countsTheNewestEntry() {
    append(1, "one");
    append(2, "two");

    assertThat(newest()).isEqualTo("two");
    assertThat(NumberedLog.after(log.newest())).isEqualTo(3);
  }

  @Test
  void keepsEveryEntryWhileItIsNotCleared() {
    append(1, "one");
    append(2, "two");

    assertThat(log.numbers()).containsExactly(1L, 2L);
    assertThat(log.read(1).content()).isEqualTo(utf8("one"));
  }

  @Test
  void leavesANumberThatIsTakenAsItIs() {
    append(1, "one");

    assertThat(append(1, "another")).isFalse();
    assertThat(newest()).isEqualTo("one");
  }

  @Test
  void sortsByNumbers() {
    for (int number = 1; number <= 12; number++) {
      append(number, "entry " + number);
    }

    assertThat(newest()).isEqualTo("entry 12");
  }

  @Test
  void passesOverWhatIsNoEntry() {
    append(1, "one");
    for (String stray : List.of("00.json", "003.json", "03.txt", "03.json.bak", "x3.json")) {
      store.putIfAbsent("aliases/champion/" + stray, utf8("stray"));
    }
    store.putIfAbsent("aliases/champion2/05.json", utf8("another log"));

    assertThat(log.numbers()).containsExactly(1L);
  }

  @Test
  void keepsItsNewestEntryWhenItIsCleared() {
    append(1, "one");
    append(2, "two");

    log.clear();

    assertThat(log.numbers()).containsExactly(2L);
    assertThat(newest()).isEqualTo("two");
  }

  @Test
  void namesTheEntriesThatDoNotCountAnyMore() {
    append(1, "one");
    append(2, "two");
    append(3, "three");

    assertThat(log.outdated())
        .containsExactly("aliases/champion/01.json", "aliases/champion/02.json");
  }

  @Test
  void discardsWhatKilledWritersLeftWhenItIsCleared() throws IOException {
    append(5, "five");
    store.prepare("aliases/champion/04.json", file("four"));
    PendingBlob next = store.prepare("aliases/champion/06.json", file("six"));

    log.clear();

    assertThat(store.discardPending(key -> key.endsWith("04.json"))).isZero();
    assertThat(store.publish(next)).isTrue();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(files.resolve(content), content);
  }

  @Test
  void refusesANumberItHasNoDigitsFor() {
    assertThatThrownBy(() -> append(100, "one hundred"))
        .isInstanceOf(BlobException.class)
        .hasMessage("%s/aliases/champion/99.json: the log's numbers are used up", root);
  }

  @Test
  void refusesNumbersBeforeTheFirst() {
    assertThatThrownBy(() -> append(0, "zero")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnEntryThatItCouldNotReadAgain() {
    assertThatThrownBy(() -> append(1, "seventeen letters"))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s/aliases/champion/01.json: an entry of 17 bytes, more than the 16 one may have",
            root);
  }

  @Test
  void namesAnEntryThatIsLargerThanEntriesMayBe() {
    store.putIfAbsent("aliases/champion/01.json", utf8("seventeen letters"));

    assertThatThrownBy(() -> log.newest())
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("aliases/champion/01.json has 17 bytes, more than the 16");
  }

  @Test
  void letsOneOfManyWritersWinEachNumber() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Integer> addOne =
        () -> {
          int tries = 0;
          Optional<NumberedLog.Entry> seen;
          do {
            tries++;
            seen = log.newest();
          } while (!log.append(NumberedLog.after(seen), next(seen)));
          return tries;
        };
    List<Future<Integer>> done = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      done.add(threads.submit(addOne));
    }
    threads.shutdown();
    for (Future<Integer> each : done) {
      assertThat(each.get(5, TimeUnit.MINUTES)).isPositive();
    }

    assertThat(newest()).isEqualTo("40");
  }

  /** The number that the entry holds, plus one: lost updates show in the last. */
  private static byte[] next(Optional<NumberedLog.Entry> entry) {
    int value = entry.map(e -> Integer.parseInt(new String(e.content(), UTF_8))).orElse(0);
    return utf8(Integer.toString(value + 1));
  }
}
