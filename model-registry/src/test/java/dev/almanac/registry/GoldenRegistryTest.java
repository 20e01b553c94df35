package dev.almanac.registry;

import static dev.almanac.registry.Models.evaluation;
import static dev.almanac.registry.Models.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.CommitLock;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole registry of each format, as it was once written; {@code src/test/resources/registry}. Its
 * files are never edited, only added to.
 */
class GoldenRegistryTest {

  private static final Instant NOW = Instant.parse("2026-11-23T23:15:04.5Z");

  private static final TrainingFailure FAILURE =
      new TrainingFailure(
          "20261123T230000Z",
          "there are no samples of the last 28 days",
          "almanac 0.1.0",
          "trainer-1",
          NOW,
          Duration.ofMillis(4_200));

  @TempDir Path folder;
  private BlobStore golden;

  @BeforeEach
  void openTheGoldenRegistry() throws URISyntaxException {
    Path path = Path.of(getClass().getResource("/registry/v1").toURI());
    golden = BlobStores.open(path.toString());
  }

  /** What the golden registry of format 1 was made by. */
  private Registry write(BlobStore store) {
    Registry registry =
        new Registry(
            store, Clock.fixed(NOW, ZoneOffset.UTC), () -> CommitLock.take(store, Duration.ZERO));
    VersionDetails plain =
        new VersionDetails(
            new Lineage(
                List.of(),
                Models.lineage().time(),
                new TreeMap<>(),
                "almanac 0.1.0",
                "trainer-1",
                Duration.ZERO),
            Optional.empty(),
            new TreeMap<>(),
            new TreeMap<>());
    publish(registry, "20261121T231500Z-0000000000000001", plain, "parameters.bin");
    Evaluation first = evaluation(group("disk", 3, 0.75), group("cpu", 12, 0.5));
    publish(registry, "20261122T231500Z-0000000000000002", Models.details(first), "parameters.bin");
    GroupAccuracy constant = new GroupAccuracy("disk", 3, Double.NaN, 0, Double.NaN, Double.NaN, 1);
    Evaluation second = evaluation(group("cpu", 12, 0.4), constant);
    publish(
        registry,
        "20261123T231500Z-9f2c1a7b30d54e66",
        Models.details(second),
        "parameters.bin",
        "stages/0/metadata");
    Gate gate = new Gate(GateRule.DEFAULT);
    registry.admit(new VersionId("demand", 2), gate.judge(first), "almanac train");
    registry.admit(new VersionId("demand", 3), gate.judge(second, 2, first), "almanac train");
    registry.promote(
        new VersionId("demand", 3), "champion", new Change("anna", "disks are \"constant\" now"));
    registry.rollBack("demand", "champion", new Change("anna", "they are not"));
    registry.delete(new VersionId("demand", 1), new Change("anna", "of no use"));
    registry
        .notes()
        .change(
            new VersionId("demand", 3),
            Note.NONE,
            note -> note.describe("With the new racks.").tag("team", "capacity"),
            new Change("anna", "they asked"));
    registry.record("demand", FAILURE);
    return registry;
  }

  private void publish(Registry registry, String id, VersionDetails details, String... names) {
    Publication publication = new Publication("demand", id);
    registry.publish(publication, details, Models.stage(registry, publication, folder, names));
  }

  private static Map<String, String> content(BlobStore store) {
    Map<String, String> content = new TreeMap<>();
    for (BlobInfo blob : store.list("registry/")) {
      content.put(blob.key(), new String(store.read(blob.key(), 1 << 20), StandardCharsets.UTF_8));
    }
    return content;
  }

  @Test
  void writesWhatItAlwaysWrote() {
    BlobStore store = BlobStores.open(folder.resolve("archive").toString());

    write(store);

    assertThat(content(store)).isEqualTo(content(golden));
  }

  @Test
  void findsEverythingAsItWasWritten() {
    assertThat(new Registry(golden).verify(id -> {})).isEmpty();
  }

  @Test
  void readsANote() {
    NotedAt note = new Registry(golden).notes().of(new VersionId("demand", 3)).orElseThrow();

    assertThat(note.note().description()).isEqualTo("With the new racks.");
    assertThat(note.note().tags()).containsExactly(Map.entry("team", "capacity"));
    assertThat(note.change()).isEqualTo(new Change("anna", "they asked"));
  }

  @Test
  void readsATrainingThatFailed() {
    assertThat(new Registry(golden).failures("demand")).containsExactly(FAILURE);
  }

  @Test
  void readsTheVersions() {
    Registry registry = new Registry(golden);

    List<ModelVersion> versions = registry.versions("demand");

    assertThat(versions).extracting(ModelVersion::number).containsExactly(2, 3);
    ModelVersion version = versions.get(1);
    assertThat(version.publishedAt()).isEqualTo(NOW);
    assertThat(version.lineage()).isEqualTo(Models.lineage());
    assertThat(version.details().metrics()).containsExactly(Map.entry("series_skipped", 2.0));
    assertThat(version.details().tags()).containsExactly(Map.entry("night", "2026-11-23"));
    Evaluation evaluation = version.details().evaluation().orElseThrow();
    assertThat(evaluation.level()).isEqualTo(0.95);
    assertThat(evaluation.group("cpu")).contains(group("cpu", 12, 0.4));
    assertThat(evaluation.group("disk").orElseThrow().owa()).isNaN();
    assertThat(new String(registry.read(version, "stages/0/metadata"), StandardCharsets.UTF_8))
        .isEqualTo("stages/0/metadata of 20261123T231500Z-9f2c1a7b30d54e66");
  }

  @Test
  void readsTheHistoryOfAnAlias() {
    List<AliasMove> history = new Registry(golden).history("demand", "champion");

    assertThat(history).extracting(AliasMove::version).containsExactly(2, 3, 2);
    assertThat(history.get(2))
        .isEqualTo(
            new AliasMove(
                3, AliasMove.Kind.ROLL_BACK, 2, 0, new Change("anna", "they are not"), NOW));
  }

  @Test
  void readsTheReportsOfTheGate() {
    List<GateReport> reports = new Registry(golden).reports(new VersionId("demand", 3));

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).champion()).hasValue(2);
    assertThat(reports.get(0).rule()).isEqualTo(GateRule.DEFAULT);
    assertThat(reports.get(0).reasons())
        .contains(
            "in group disk the challenger's owa is not defined, the champion's 0.7500; up to 0.7875"
                + " passes");
  }

  @Test
  void knowsWhatWasDeletedAndWhy() {
    Deletion deletion = new VersionLog(golden).deletion(new VersionId("demand", 1));

    assertThat(deletion.change()).isEqualTo(new Change("anna", "of no use"));
    assertThat(deletion.at()).isEqualTo(NOW);
  }
}
