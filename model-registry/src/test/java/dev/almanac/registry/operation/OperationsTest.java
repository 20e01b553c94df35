package dev.almanac.registry.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.prometheus.Await;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Operations operations = new Operations(Clock.systemUTC(), PATIENCE);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void close() {
    operations.close();
  }

  private Operation begin(String kind, Work work) {
    return operations.begin(kind, "", "me", work);
  }

  private Operation waiting(String kind) {
    return begin(
        kind,
        progress -> {
          progress.accept("half of it");
          go.await();
          return Map.of("made", 3);
        });
  }

  private Operation now(Operation operation) {
    return operations.find(operation.id()).orElseThrow();
  }

  private void awaitState(Operation operation, Operation.State state) {
    Await.until("it is " + state, PATIENCE, () -> now(operation).state() == state);
  }

  @Test
  void tellsHowFarItIsAndWhatCameOfIt() {
    Operation begun = waiting("backup");
    Await.until("it tells", PATIENCE, () -> now(begun).progress().equals("half of it"));
    assertThat(now(begun).view())
        .containsEntry("state", "running")
        .containsEntry("started_by", "me")
        .containsEntry("progress", "half of it")
        .containsEntry("result", null);

    go.countDown();

    awaitState(begun, Operation.State.DONE);
    assertThat(now(begun).view()).containsEntry("result", Map.of("made", 3));
    assertThat(now(begun).endedAt()).isPresent();
  }

  @Test
  void runsOneOfAKindAtATime() {
    Operation first = waiting("backup");
    Operation other = waiting("drill");

    assertThatThrownBy(() -> waiting("backup"))
        .isInstanceOf(RunningException.class)
        .hasMessageContaining("a backup is running already, operation " + first.id());

    go.countDown();
    awaitState(first, Operation.State.DONE);
    awaitState(other, Operation.State.DONE);
    assertThat(waiting("backup").state()).isEqualTo(Operation.State.RUNNING);
  }

  @Test
  void saysWhyOneFailed() {
    Operation failed =
        begin(
            "backup",
            progress -> {
              throw new OperationException("there is no server", null);
            });
    awaitState(failed, Operation.State.FAILED);

    assertThat(now(failed).view())
        .containsEntry("problem", "there is no server")
        .containsEntry("result", null);
  }

  @Test
  void keepsItsDefectsToItself() {
    Operation failed =
        begin(
            "backup",
            progress -> {
              throw new IllegalStateException("/etc/secret");
            });
    awaitState(failed, Operation.State.FAILED);

    assertThat(now(failed).problem().orElseThrow()).doesNotContain("secret").contains("defect");
  }

  @Test
  void endsWhatRunsWhenTheServiceDoes() {
    Operation running = waiting("backup");

    operations.close();

    assertThat(now(running).state()).isEqualTo(Operation.State.CANCELLED);
    assertThatThrownBy(() -> waiting("drill")).isInstanceOf(OperationException.class);
  }

  @Test
  void forgetsTheOldest() {
    Operation first = begin("a", progress -> Map.of());
    awaitState(first, Operation.State.DONE);
    for (int i = 0; i < 100; i++) {
      awaitState(begin("a", progress -> Map.of()), Operation.State.DONE);
    }

    assertThat(operations.find(first.id())).isEmpty();
    assertThat(operations.list()).hasSize(100);
  }
}
