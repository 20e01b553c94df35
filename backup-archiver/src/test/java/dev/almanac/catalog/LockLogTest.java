package dev.almanac.catalog;

import static dev.almanac.catalog.Manifests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries the lock is made of, and what others do to them meanwhile. */
class LockLogTest extends LockUnderTest {

  @Test
  void isNotTakenByANumberThatWasUsedAndClearedMeanwhile() {
    take().close();
    BlobStore late = StoreProbe.before("putIfAbsent", store, () -> take().close());

    take(late);

    assertThat(new LockLog(store).newest().orElseThrow().number()).isEqualTo(5);
    refuse();
  }

  @Test
  void isNotTakenBesideAHolderByANumberThatWasUsedAndClearedMeanwhile() {
    take().close();
    BlobStore late =
        StoreProbe.before(
            "putIfAbsent",
            store,
            () -> {
              take().close();
              take();
            });

    assertThatThrownBy(() -> take(late)).isInstanceOf(CatalogException.class);
  }

  @Test
  void isTakenWhereTheAnswerToTheTakingWasLostAndTheRequestSentAgain() {
    BlobStore forgetful =
        StoreProbe.of(
            (call, arguments) -> {
              Object answer = StoreProbe.pass(store, call, arguments);
              return call.equals("putIfAbsent") ? StoreProbe.pass(store, call, arguments) : answer;
            });

    take(forgetful).check();

    refuse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "list"})
  void isTakenWhileTheLogIsClearedUnderTheReader(String call) {
    CommitLock first = take();
    BlobStore slow = StoreProbe.before(call, store, first::close);

    take(slow);

    refuse();
  }

  @Test
  void leavesOneEntryBehind() {
    for (int i = 0; i < 5; i++) {
      try (CommitLock lock = take()) {
        clock.advance(CommitLock.LEASE);
        lock.check();
      }
    }

    assertThat(entries()).containsExactly("locks/commit-0000000000000015.json");
  }

  @Test
  void clearsWhatOthersLeftBehind() {
    CommitLock dead = take();
    clock.advance(CommitLock.LEASE);
    take();
    dead.close();
    clock.advance(CommitLock.LEASE);

    take().close();

    assertThat(entries()).hasSize(1);
  }

  @Test
  void passesOverFilesThatAreNoEntries() {
    store.putIfAbsent("locks/commit-x.json", utf8("{}"));
    store.putIfAbsent("locks/commit-00000000000000099.json", utf8("{}"));

    take();

    assertThat(entries()).contains(FIRST);
  }

  @Test
  void namesAnEntryItCannotRead() {
    store.putIfAbsent(FIRST, utf8("{\"token\": \"t\", \"host\": \"a\"}"));

    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/%s: expected a whole number of 64 bits in \"pid\", found nothing; if no process"
                + " changes the archive, remove this file",
            root, FIRST);
  }

  @Test
  void refusesAnEntryWhoseNumberLeavesNoneForTheNext() {
    store.putIfAbsent(
        "locks/commit-9999999999999999.json",
        new LockEntry(9_999_999_999_999_999L, "token", Holder.self(), null).json());

    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/locks/commit-9999999999999999.json: the log's numbers are used up; if no process"
                + " changes the archive, remove this file",
            root);
  }
}
