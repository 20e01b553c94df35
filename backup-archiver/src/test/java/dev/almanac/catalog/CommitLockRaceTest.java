package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Processes that take the lock, do some steps and give it back, in every order of their calls to
 * the store, while time runs in jumps and processes are killed.
 */
class CommitLockRaceTest {

  private static final int PROCESSES = 4;
  private static final int ROUNDS = 2;

  private final SettableClock clock = new SettableClock();

  /** Who did which step, in order. */
  private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  private Interleaving.Script process(String name) {
    return (store, pause) -> {
      for (int round = 0; round < ROUNDS; round++) {
        commit(name + round, store, pause);
      }
    };
  }

  private void commit(String name, BlobStore store, Runnable pause) {
    try (CommitLock lock = CommitLock.take(store, Duration.ofDays(1000), clock, pause)) {
      for (int step = 0; step < 3; step++) {
        lock.check();
        steps.add(name);
        pause.run();
      }
    } catch (CatalogException e) {
      assertThat(e).hasMessageContaining("stood still for so long");
    }
  }

  private void run(long seed, Interleaving.Event event) throws InterruptedException {
    steps.clear();
    List<Interleaving.Script> scripts = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      scripts.add(process("process" + i + " commit"));
    }
    new Interleaving(seed, event).run(scripts);
  }

  /** Whoever has done a step before another did one does no further step. */
  private void requireOneAfterTheOther() {
    Set<String> over = new HashSet<>();
    String last = "";
    for (String name : steps) {
      if (!name.equals(last)) {
        assertThat(over).as("%s", steps).doesNotContain(name);
        over.add(last);
        last = name;
      }
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void letsOneAfterTheOtherDoAllItsSteps(@ForAll long seed) throws InterruptedException {
    run(seed, random -> {});

    requireOneAfterTheOther();
    assertThat(steps).hasSize(PROCESSES * ROUNDS * 3);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void letsOneAfterTheOtherDoStepsWhereTimeJumpsAndProcessesDie(@ForAll long seed)
      throws InterruptedException {
    run(
        seed,
        random -> {
          int event = random.nextInt(40);
          if (event == 0) {
            throw new Interleaving.Killed();
          } else if (event < 6) {
            clock.advance(Duration.ofMinutes(1 + random.nextInt(6)));
          }
        });

    requireOneAfterTheOther();
  }
}
