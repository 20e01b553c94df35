package dev.almanac.blob;

import static dev.almanac.blob.StoreUnderTest.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises about blobs that are prepared and not yet published. */
interface PendingBlobContract extends StoreUnderTest {

  /** How far a server's clock may be from ours, and how coarse it may be. */
  Duration CLOCKS = Duration.ofMinutes(1);

  @Test
  default void keepsWhatItCouldNotPublishUntilItIsDiscarded() {
    PendingBlob second = prepare(KEY, "second");
    put(KEY, "first");
    store().publish(second);

    assertThat(store().discardPending(key -> true)).isEqualTo(1);
    assertThat(read(KEY)).isEqualTo("first");
  }

  @Test
  default void agreesWhenOnePendingBlobIsPublishedByManyAtOnce() throws Exception {
    PendingBlob pending = prepare(KEY, "once");

    assertThat(atOnce(WRITERS, writer -> store().publish(pending))).containsOnly(true);
    assertThat(read(KEY)).isEqualTo("once");
  }

  @Test
  default void showsNothingOfWhatIsOnlyPrepared() {
    prepare(KEY, "hidden");

    assertThat(store().stat(KEY)).isEmpty();
    assertThat(store().list("")).isEmpty();
    assertThatThrownBy(() -> store().read(KEY, 10)).isInstanceOf(BlobException.class);
  }

  @Test
  default void removesWhatAnotherProcessPreparedAndLeft() {
    PendingBlob left = prepare(KEY, "left");
    try (BlobStore other = open()) {
      assertThat(other.discardPending(key -> key.startsWith("samples/day=2026"))).isEqualTo(1);
      assertThat(other.discardPending(key -> true)).isZero();
    }

    assertThatThrownBy(() -> store().publish(left)).isInstanceOf(BlobException.class);
    assertThat(store().list("")).isEmpty();
  }

  @Test
  default void removesOnlyWhatIsPendingUnderThePrefix() {
    PendingBlob kept = prepare("b/1", "kept");
    prepare("a/1", "removed");
    prepare("a/1", "removed too");
    put("a/2", "visible");

    assertThat(store().discardPending(key -> key.startsWith("a/"))).isEqualTo(2);

    assertThat(store().publish(kept)).isTrue();
    assertThat(keys("")).containsExactly("a/2", "b/1");
  }

  @Test
  default void listsWhatIsPendingAndSinceWhen() {
    Instant before = Instant.now().minus(CLOCKS);
    prepare("b/1", "pending");
    prepare("a/1", "pending");
    prepare("a/1", "pending too");
    store().publish(prepare("a/2", "visible"));
    put("a/3", "visible");

    try (BlobStore other = open()) {
      assertThat(other.pending()).extracting(PendingInfo::key).containsExactly("a/1", "a/1", "b/1");
      assertThat(other.pending())
          .extracting(PendingInfo::since)
          .allSatisfy(since -> assertThat(since).isBetween(before, Instant.now().plus(CLOCKS)));
    }
  }

  @Test
  default void discardsWhatIsListedAndNothingElse() {
    PendingBlob kept = prepare(KEY, "kept");
    String first = store().pending().get(0).id();
    PendingBlob discarded = prepare(KEY, "discarded");
    PendingInfo second =
        store().pending().stream().filter(p -> !p.id().equals(first)).findFirst().orElseThrow();

    assertThat(store().discard(second)).isTrue();
    assertThat(store().discard(second)).isFalse();

    assertThatThrownBy(() -> store().publish(discarded)).isInstanceOf(BlobException.class);
    assertThat(store().publish(kept)).isTrue();
    assertThat(read(KEY)).isEqualTo("kept");
  }

  @Test
  default void leavesABlobThatWasPublishedSinceItWasListed() {
    PendingBlob pending = prepare(KEY, "published");
    PendingInfo listed = store().pending().get(0);
    store().publish(pending);

    assertThat(store().discard(listed)).isFalse();
    assertThat(read(KEY)).isEqualTo("published");
  }

  @Test
  default void publishesWhatAnotherProcessPrepared() throws Exception {
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
  default void takesNoNoticeWhenToldToPublishTwice() {
    PendingBlob pending = prepare(KEY, "twice");

    assertThat(store().publish(pending)).isTrue();
    assertThat(store().publish(pending)).isTrue();
    assertThat(read(KEY)).isEqualTo("twice");
    assertThat(store().discardPending(key -> true)).isZero();
  }

  @Test
  default void refusesToPublishWhatWasDiscarded() {
    PendingBlob pending = prepare(KEY, "discarded");
    store().discard(pending);

    assertThatThrownBy(() -> store().publish(pending))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s: %s is neither prepared nor published: it was discarded, perhaps by another run of"
                + " the same work; run it again",
            store().location(), KEY);
  }

  @Test
  default void saysSoWhenWhatWasDiscardedMeetsATakenKey() {
    PendingBlob pending = prepare(KEY, "discarded");
    store().discard(pending);
    put(KEY, "another");

    assertThat(store().publish(pending)).isFalse();
    assertThat(read(KEY)).isEqualTo("another");
  }

  @Test
  default void discardsWhatIsAlreadyGone() {
    PendingBlob discarded = prepare("a", "discarded");
    PendingBlob published = prepare("b", "published");
    store().discard(discarded);
    store().publish(published);

    store().discard(discarded);
    store().discard(published);

    assertThat(keys("")).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token", "../../etc/passwd", "a\nb\nc", "x y"})
  default void refusesAPendingBlobItDidNotPrepare(String token) {
    PendingBlob foreign = new PendingBlob(KEY, 1, token);

    assertThatThrownBy(() -> store().publish(foreign))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("was not prepared by this kind of store");
    assertThatThrownBy(() -> store().discard(foreign)).isInstanceOf(BlobException.class);
  }

  @Test
  default void saysWhichFileItCannotPrepare() {
    Path missing = files().resolve("missing");

    assertThatThrownBy(() -> store().prepare(KEY, missing))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot prepare " + KEY)
        .hasMessageContaining(missing.toString());
    assertThat(store().discardPending(key -> true)).isZero();
  }
}
