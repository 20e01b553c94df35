package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static dev.almanac.registry.Models.details;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry does over any store. */
abstract class RegistryContract {

  @TempDir Path scratch;
  private BlobStore store;
  private Registry registry;

  /** An empty store. */
  abstract BlobStore store(Path scratch);

  @BeforeEach
  void openTheRegistry() {
    store = store(scratch);
    registry = new Registry(store);
  }

  private ModelVersion publish(String model) {
    return Models.publish(registry, model, scratch);
  }

  private VersionId id(int number) {
    return new VersionId("demand", number);
  }

  private List<String> keys(String prefix) {
    return store.list(prefix).stream().map(BlobInfo::key).toList();
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(registry.models()).isEmpty();
    assertThat(registry.versions("demand")).isEmpty();
    assertThat(registry.aliases("demand")).isEmpty();
    assertThat(registry.aliased("demand", "champion")).isEmpty();
  }

  @Test
  void numbersTheVersionsOfEachModelFromOne() {
    assertThat(publish("demand").id()).isEqualTo(id(1));
    assertThat(publish("demand").id()).isEqualTo(id(2));
    assertThat(publish("supply").id()).isEqualTo(new VersionId("supply", 1));
    assertThat(registry.models()).containsExactly("demand", "supply");
  }

  @Test
  void givesBackWhatWasPublished() {
    ModelVersion published = publish("demand");

    assertThat(registry.versions("demand")).containsExactly(published);
    assertThat(published.details()).isEqualTo(details());
    assertThat(published.files())
        .extracting(ModelFile::name)
        .containsExactly("parameters.bin", "stages/0/metadata");
  }

  @Test
  void readsTheFilesOfAVersion() throws IOException {
    ModelVersion version = publish("demand");
    Path folder = scratch.resolve("copy");

    registry.copy(version, folder);

    for (ModelFile file : version.files()) {
      byte[] content =
          Models.content(version.publication(), file.name()).getBytes(StandardCharsets.UTF_8);
      assertThat(registry.read(version, file.name())).isEqualTo(content);
      assertThat(Files.readAllBytes(folder.resolve(file.name()))).isEqualTo(content);
    }
  }

  @Test
  void readsFilesOfAnOlderVersionAfterNewerOnes() {
    ModelVersion first = publish("demand");
    publish("demand");

    ModelVersion found = registry.resolve("demand", "1");

    assertThat(found).isEqualTo(first);
    assertThat(registry.read(found, "parameters.bin")).hasSize((int) found.files().get(0).size());
  }

  @Test
  void showsNothingOfAVersionThatIsOnlyStaged() {
    Publication publication = registry.begin("demand");
    Models.stage(registry, publication, scratch, "parameters.bin");

    assertThat(registry.models()).isEmpty();
    assertThat(keys("registry/")).isEmpty();
  }

  @Test
  void leavesNothingOfAnAbandonedVersion() {
    Publication publication = registry.begin("demand");
    List<StagedFile> staged = Models.stage(registry, publication, scratch, "parameters.bin");

    registry.abandon(publication);

    assertThat(store.discardPending(key -> true)).isZero();
    assertThatThrownBy(() -> registry.publish(publication, details(), staged))
        .hasMessageContaining("neither prepared nor published");
    assertThat(registry.versions("demand")).isEmpty();
  }

  @Test
  void publishesTwoTrainersAtOnceUnderTwoNumbers() throws Exception {
    int trainers = 6;

    List<ModelVersion> published =
        atOnce(
            IntStream.range(0, trainers)
                .<Callable<ModelVersion>>mapToObj(i -> () -> publish("demand"))
                .toList());

    assertThat(published)
        .extracting(ModelVersion::number)
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    assertThat(registry.versions("demand")).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void keepsEveryMoveOfAnAliasThatIsMovedByManyAtOnce() throws Exception {
    for (int i = 0; i < 4; i++) {
      publish("demand");
    }
    List<Callable<AliasMove>> movers = new ArrayList<>();
    for (int version = 1; version <= 4; version++) {
      VersionId id = id(version);
      movers.add(() -> registry.promote(id, "champion", CHANGE));
    }

    List<AliasMove> moves = atOnce(movers);

    assertThat(registry.history("demand", "champion")).containsExactlyInAnyOrderElementsOf(moves);
    assertThat(moves).extracting(AliasMove::number).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(moves).extracting(AliasMove::version).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void letsOneOfManyMoveAnAliasThatAllSawAtTheSamePlace() throws Exception {
    for (int i = 0; i < 5; i++) {
      publish("demand");
    }
    registry.promote(id(1), "champion", CHANGE);
    List<Callable<Boolean>> movers = new ArrayList<>();
    for (int version = 2; version <= 5; version++) {
      VersionId id = id(version);
      movers.add(() -> promoted(id));
    }

    assertThat(atOnce(movers)).containsOnlyOnce(true);
    assertThat(registry.history("demand", "champion")).hasSize(2);
  }

  private boolean promoted(VersionId id) {
    try {
      registry.promote(id, "champion", OptionalInt.of(1), CHANGE);
      return true;
    } catch (AliasMovedException e) {
      return false;
    }
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
