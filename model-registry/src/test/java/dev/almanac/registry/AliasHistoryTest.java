package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.StoreProbe;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasHistoryTest {

  @TempDir Path folder;
  private BlobStore store;
  private Registry registry;

  @BeforeEach
  void publishThreeVersions() {
    store = BlobStores.open(folder.resolve("archive").toString());
    registry = new Registry(store);
    for (int i = 0; i < 3; i++) {
      Models.publish(registry, "demand", folder);
    }
  }

  private static VersionId id(int number) {
    return new VersionId("demand", number);
  }

  private int champion() {
    return registry.aliased("demand", "champion").orElseThrow().number();
  }

  private void promote(int... versions) {
    for (int version : versions) {
      registry.promote(id(version), "champion", CHANGE);
    }
  }

  private void rollBack() {
    registry.rollBack("demand", "champion", CHANGE);
  }

  @Test
  void namesWhatWasPromotedLast() {
    promote(1, 3);

    assertThat(champion()).isEqualTo(3);
  }

  @Test
  void keepsWhoMovedItWhenAndWhy() {
    promote(1);
    registry.promote(id(2), "champion", new Change("anna", "fewer false alarms"));

    List<AliasMove> history = registry.history("demand", "champion");

    assertThat(history).extracting(AliasMove::version).containsExactly(1, 2);
    assertThat(history.get(1).change()).isEqualTo(new Change("anna", "fewer false alarms"));
    assertThat(history.get(1).at()).isAfterOrEqualTo(history.get(0).at());
  }

  @Test
  void doesNotMoveToWhereItIs() {
    promote(2, 2);

    assertThat(registry.history("demand", "champion")).hasSize(1);
  }

  @Test
  void goesBackTwoPromotionsWhenRolledBackTwice() {
    promote(1, 2, 3);

    rollBack();
    assertThat(champion()).isEqualTo(2);
    rollBack();
    assertThat(champion()).isEqualTo(1);

    assertThat(registry.history("demand", "champion"))
        .extracting(AliasMove::version)
        .containsExactly(1, 2, 3, 2, 1);
  }

  @Test
  void goesBackToWhatItNamedBeforeAPromotionThatFollowedARollBack() {
    promote(1, 2);
    rollBack();
    promote(3);

    rollBack();

    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void passesOverVersionsThatWereDeletedWhenRolledBack() {
    promote(1, 2, 3);
    registry.delete(id(2), CHANGE);

    rollBack();

    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void doesNotGoBackBeyondItsFirstVersion() {
    promote(1);

    assertThatThrownBy(this::rollBack)
        .isInstanceOf(RegistryException.class)
        .hasMessage(
            "alias champion of demand names v1 and there is no version before it to roll back to;"
                + " promote one");
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void saysThatThereIsNoSuchAlias() {
    assertThatThrownBy(this::rollBack)
        .isInstanceOf(RegistryException.class)
        .hasMessage("there is no alias champion of demand to roll back");
  }

  @Test
  void refusesToNameAVersionThatIsNotThere() {
    assertThatThrownBy(() -> promote(4))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("there is no version 4 of demand", "the newest is 3");
    assertThat(registry.aliases("demand")).isEmpty();
  }

  @Test
  void refusesToMoveWhereItNamesAnotherVersionThanExpected() {
    promote(1, 2);

    assertThatThrownBy(() -> registry.promote(id(3), "champion", OptionalInt.of(1), CHANGE))
        .isInstanceOf(AliasMovedException.class)
        .hasMessageContaining("names v2 and not v1 any more");
    assertThatThrownBy(() -> registry.promote(id(3), "champion", OptionalInt.empty(), CHANGE))
        .isInstanceOf(AliasMovedException.class)
        .hasMessageContaining("names v2 and not no version any more");
    assertThat(champion()).isEqualTo(2);
  }

  @Test
  void keepsTheAliasesOfAModelApart() {
    promote(1);
    registry.promote(id(2), "canary", CHANGE);
    Models.publish(registry, "supply", folder);
    registry.promote(new VersionId("supply", 1), "champion", CHANGE);

    assertThat(registry.aliases("demand")).containsOnlyKeys("canary", "champion");
    assertThat(registry.aliases("supply")).containsOnlyKeys("champion");
    assertThat(champion()).isEqualTo(1);
  }

  private static BlobStore inMemory() {
    TreeMap<String, byte[]> blobs = new TreeMap<>();
    return StoreProbe.of(
        (call, arguments) ->
            switch (call) {
              case "location" -> "memory";
              case "list" ->
                  blobs.entrySet().stream()
                      .map(blob -> new BlobInfo(blob.getKey(), blob.getValue().length))
                      .toList();
              case "read" -> blobs.get((String) arguments[0]);
              case "putIfAbsent" ->
                  blobs.putIfAbsent((String) arguments[0], (byte[]) arguments[1]) == null;
              default -> throw new AssertionError("a log needs no " + call);
            });
  }

  /** Promotions (of 1 to 5) and roll-backs (0), beside a stack that does the same. */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void isAStackWhoseEveryMoveIsKept(
      @ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> moves) {
    AliasLog log = new AliasLog(inMemory(), new AliasName("demand", "champion"));
    Deque<Integer> stack = new ArrayDeque<>();
    int kept = 0;
    for (int move : moves) {
      if (move > 0) {
        log.promote(move, CHANGE, Instant.EPOCH);
        stack.push(move);
        kept++;
      } else if (stack.stream().distinct().count() > 1) {
        log.rollBack(version -> true, CHANGE, Instant.EPOCH);
        int top = stack.peek();
        while (stack.peek() == top) {
          stack.pop();
        }
        kept++;
      }
    }

    assertThat(log.newest().map(AliasMove::version).orElse(null)).isEqualTo(stack.peek());
    assertThat(log.history())
        .extracting(AliasMove::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, kept).boxed().toList());
  }
}
