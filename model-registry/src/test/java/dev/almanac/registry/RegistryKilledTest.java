package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static dev.almanac.registry.Models.evaluation;
import static dev.almanac.registry.Models.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.DyingStore;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.CommitLock;
import dev.almanac.catalog.StoreProbe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are killed before each of their calls to the store, one after the other. */
class RegistryKilledTest {

  private static final GateReport PASSED =
      new Gate(GateRule.DEFAULT).judge(evaluation(group("cpu", 10, 0.5)));

  @TempDir static Path template;
  @TempDir Path folder;

  @BeforeAll
  static void fillTheTemplate() {
    Registry registry = new Registry(BlobStores.open(template.toString()));
    Models.publish(registry, "demand", template);
    registry.promote(id(1), "champion", CHANGE);
    Models.publish(registry, "demand", template);
  }

  /** A registry of two versions of which the first is champion. */
  private BlobStore fill(int round) {
    Path root = folder.resolve("round-" + round);
    Models.copy(template.resolve("registry"), root.resolve("registry"));
    return BlobStores.open(root.toString());
  }

  private static VersionId id(int number) {
    return new VersionId("demand", number);
  }

  /** Whether it came to its end within so many calls. */
  private static boolean changeWith(BlobStore store, int calls, Consumer<Registry> change) {
    try {
      change.accept(new Registry(new DyingStore(store, calls)));
      return true;
    } catch (DyingStore.Killed killed) {
      DyingStore.forgetLocks(store);
      return false;
    }
  }

  /**
   * Kills the change before each of its calls, and looks after each time.
   *
   * @param then what holds after a kill, and what the next run makes of it
   */
  private void killAtEveryCall(
      Consumer<Registry> change, BiConsumer<BlobStore, Registry> then, int atLeast) {
    for (int calls = 0; ; calls++) {
      BlobStore store = fill(calls);
      boolean finished = changeWith(store, calls, change);
      Registry registry = new Registry(store);
      assertThat(registry.verify(id -> {})).as("after %d calls", calls).isEmpty();
      then.accept(store, registry);
      assertThat(registry.verify(id -> {})).as("after %d calls, and again", calls).isEmpty();
      if (finished) {
        assertThat(calls).isGreaterThan(atLeast);
        return;
      }
    }
  }

  /** What a collection of garbage long after leaves: nothing that no version or alias names. */
  private void requireNoDebris(BlobStore store) {
    Clock later =
        Clock.offset(Clock.systemUTC(), GarbageCollector.PATIENCE.plus(Duration.ofHours(1)));
    new Registry(store, later, () -> CommitLock.take(store, Duration.ZERO))
        .collect(OptionalInt.empty(), CHANGE);
    Registry registry = new Registry(store);
    long documents =
        registry.versions("demand").stream().mapToLong(version -> version.files().size() + 1).sum();
    List<String> left =
        store.list("registry/").stream()
            .map(BlobInfo::key)
            .filter(key -> key.startsWith("registry/files/") || key.startsWith("registry/catalog/"))
            .toList();
    assertThat(left).hasSize((int) documents);
    assertThat(store.discardPending(key -> key.startsWith("registry/"))).isZero();
  }

  @Test
  void listsOnlyWholeVersionsWhereverAPublicationIsKilled() {
    killAtEveryCall(
        registry -> Models.publish(registry, "demand", folder),
        (store, registry) -> {
          int before = registry.versions("demand").size();
          assertThat(before).isBetween(2, 3);
          ModelVersion next = Models.publish(registry, "demand", folder);
          assertThat(next.number()).isEqualTo(before + 1);
          requireNoDebris(store);
        },
        10);
  }

  @Test
  void publishesTheSameVersionWhereAJobIsRestartedBeforeOrAfter() {
    for (int calls = 0; ; calls++) {
      BlobStore store = fill(calls);
      Registry registry = new Registry(store);
      Publication publication = registry.begin("demand");
      List<StagedFile> staged = Models.stage(registry, publication, folder, "a", "b");

      boolean finished =
          changeWith(store, calls, dying -> dying.publish(publication, Models.details(), staged));
      ModelVersion version = registry.publish(publication, Models.details(), staged);

      assertThat(version.number()).as("after %d calls", calls).isEqualTo(3);
      assertThat(registry.versions("demand")).hasSize(3).contains(version);
      if (finished) {
        return;
      }
    }
  }

  @Test
  void movesAnAliasOrDoesNotWhereverAPromotionIsKilled() {
    killAtEveryCall(
        registry -> registry.promote(id(2), "champion", CHANGE),
        (store, registry) -> {
          assertThat(registry.aliased("demand", "champion").orElseThrow().number()).isBetween(1, 2);
          registry.promote(id(2), "champion", CHANGE);
          assertThat(registry.history("demand", "champion")).hasSize(2);
          registry.rollBack("demand", "champion", CHANGE);
          assertThat(registry.aliased("demand", "champion").orElseThrow().number()).isEqualTo(1);
        },
        5);
  }

  @Test
  void neverHasAChampionWithoutAReportWhereverAnAdmissionIsKilled() {
    GateReport passed =
        new GateReport(
            OptionalInt.of(1), PASSED.holdout(), PASSED.rule(), PASSED.checks(), List.of());
    killAtEveryCall(
        registry -> registry.admit(id(2), passed, "train"),
        (store, registry) -> {
          if (registry.aliased("demand", "champion").orElseThrow().number() == 2) {
            assertThat(registry.reports(id(2))).hasSize(1);
            assertThat(registry.aliased("demand", "challenger").orElseThrow().number())
                .isEqualTo(2);
          } else {
            registry.admit(id(2), passed, "train");
            assertThat(registry.aliased("demand", "champion").orElseThrow().number()).isEqualTo(2);
          }
        },
        10);
  }

  @Test
  void leavesEveryOtherVersionWholeWhereverADeletionIsKilled() {
    killAtEveryCall(
        registry -> registry.delete(id(2), CHANGE),
        (store, registry) -> {
          assertThat(registry.find(id(1))).isPresent();
          requireNoDebris(store);
          if (registry.find(id(2)).isEmpty()) {
            assertThat(store.list("registry/files/")).hasSize(2);
          }
          assertThat(Models.publish(registry, "demand", folder).number()).isEqualTo(3);
        },
        10);
  }

  @Test
  void leavesEveryOtherVersionWholeWhereverACollectionIsKilled() {
    killAtEveryCall(
        registry -> registry.collect(OptionalInt.of(1), CHANGE),
        (store, registry) -> {
          registry.promote(id(1), "champion", CHANGE);
          assertThat(registry.versions("demand")).extracting(ModelVersion::number).contains(1, 2);
          requireNoDebris(store);
        },
        5);
  }

  /**
   * Publishes while something else happens before one of the calls to the store, by one who
   * believes that the publisher is dead; then before the next call, and so on.
   */
  private void publishWhile(Consumer<Registry> event, int versions) {
    for (int calls = 0; ; calls++) {
      BlobStore store = fill(calls);
      Registry registry = new Registry(store);
      boolean[] happened = new boolean[1];
      BlobStore interrupted =
          StoreProbe.beforeCall(
              calls,
              store,
              () -> {
                happened[0] = true;
                DyingStore.forgetLocks(store);
                event.accept(registry);
                DyingStore.forgetLocks(store);
              });

      ModelVersion version = Models.publish(new Registry(interrupted), "demand", folder);

      if (!happened[0]) {
        assertThat(calls).isGreaterThan(10);
        return;
      }
      assertThat(registry.versions("demand"))
          .as("before call %d", calls)
          .hasSize(versions)
          .contains(version);
      assertThat(registry.verify(id -> {})).as("before call %d", calls).isEmpty();
    }
  }

  @Test
  void disturbsNoPublicationEvenWhereACollectionTakesOverItsLock() {
    publishWhile(registry -> registry.collect(OptionalInt.empty(), CHANGE), 3);
  }

  @Test
  void givesTwoTrainersTwoNumbersEvenWhereTheLockIsTakenOver() {
    publishWhile(registry -> Models.publish(registry, "demand", folder), 4);
  }

  @Test
  void keepsTheClockOfAPublicationToTheSecond() {
    Instant now = Instant.parse("2026-11-23T23:15:00.999Z");

    assertThat(Publication.begin("demand", now).begun())
        .isEqualTo(Instant.parse("2026-11-23T23:15:00Z"));
  }
}
