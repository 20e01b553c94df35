package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Publication;
import dev.almanac.registry.Registry;
import dev.almanac.registry.StagedFile;
import dev.almanac.registry.VersionDetails;
import dev.almanac.registry.VersionId;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest {

  private static final Gate GATE = new Gate(GateRule.DEFAULT);
  private static final TimeRange HOLDOUT = new TimeRange(1797379200000L, 1797465600000L);

  @TempDir static Path shared;
  @TempDir Path folder;
  private BlobStore store;
  private Registry registry;

  /** A champion, a challenger that was kept back, and one that nobody judged. */
  @BeforeAll
  static void publishThreeVersions() throws IOException {
    try (BlobStore store = BlobStores.open(shared.resolve("archive").toString())) {
      Registry registry = new Registry(store);
      Evaluation good = evaluation(0.5);
      Evaluation bad = evaluation(0.9);
      VersionId first = publish(registry, "5m", good, "one");
      registry.admit(first, GATE.judge(good), "almanac train");
      VersionId second = publish(registry, "1m", bad, "two");
      registry.admit(second, GATE.judge(bad, 1, good), "almanac train");
      publish(registry, "1m", good, "two");
    }
  }

  /** Every test has a copy of its own. */
  @BeforeEach
  void open() throws IOException {
    try (Stream<Path> files = Files.walk(shared.resolve("archive/registry"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(shared.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    store = BlobStores.open(root());
    registry = new Registry(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String root() {
    return folder.resolve("archive").toString();
  }

  private static Evaluation evaluation(double owa) {
    return new Evaluation(
        HOLDOUT,
        0.95,
        List.of(new GroupAccuracy("cpu", 12, owa + 0.1, owa * 10, owa, owa * 8, 0.94)));
  }

  private static VersionId publish(
      Registry registry, String step, Evaluation evaluation, String content) throws IOException {
    Path file = Files.writeString(shared.resolve("parameters"), content);
    Publication publication = registry.begin("demand");
    StagedFile staged = registry.stage(publication, "parameters.bin", file);
    Lineage lineage =
        new Lineage(
            List.of("20261123T230000Z-3f9c21ab"),
            new TimeRange(1795046400000L, 1797465600000L),
            new TreeMap<>(Map.of("step", step)),
            "almanac 0.1.0",
            "trainer-1",
            Duration.ofSeconds(83));
    VersionDetails details =
        new VersionDetails(lineage, Optional.of(evaluation), new TreeMap<>(), new TreeMap<>());
    return registry.publish(publication, details, List.of(staged)).id();
  }

  private CommandRun models(String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.concat(Stream.of("models"), Stream.of(arguments)),
                Stream.of("--archive", root()))
            .toArray(String[]::new));
  }

  private int champion() {
    return registry.aliased("demand", "champion").orElseThrow().number();
  }

  @Test
  void listsTheVersionsWithTheirAliasesAndAccuracy() {
    CommandRun run = models("list");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("MODEL   VERSION  ALIASES     PUBLISHED");
    assertThat(lines.get(1)).contains("demand", "champion", "0.5000", "3 B", "almanac 0.1.0");
    assertThat(lines.get(2)).contains("challenger", "0.9000");
  }

  @Test
  void listsTheVersionsAsJson() {
    JsonNode versions = models("list", "demand", "--json").json();

    assertThat(versions).hasSize(3);
    assertThat(versions.get(0).path("aliases").get(0).asText()).isEqualTo("champion");
    assertThat(versions.get(1).path("evaluation").path("owa").asDouble()).isEqualTo(0.9);
    assertThat(versions.get(2).path("lineage").path("configuration").path("step").asText())
        .isEqualTo("1m");
  }

  @Test
  void saysThatThereIsNoModel() {
    CommandRun run = models("list", "supply");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEqualTo("almanac: there is no model supply in " + root() + "\n");
    assertThat(models("list", "supply", "--json").json()).isEmpty();
  }

  @Test
  void showsWhatAVersionWasMadeOfAndWhyTheGateKeptItBack() {
    CommandRun run = models("show", "demand", "challenger");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(
            "demand v2",
            "20261123T230000Z-3f9c21ab",
            "on trainer-1 in 1 min 23 s",
            "setting step",
            "Gate: kept back, compared with v1",
            "in group cpu the challenger's owa is 0.9000, the champion's 0.5000; up to 0.5250"
                + " passes",
            "passed the gate");
  }

  @Test
  void showsTheNewestVersionUnlessToldOtherwise() {
    JsonNode version = models("show", "demand", "--json").json();

    assertThat(version.path("version").asInt()).isEqualTo(3);
    assertThat(version.path("gate")).isEmpty();
    assertThat(version.path("alias_history")).hasSize(3);
  }

  @Test
  void comparesTwoVersions() {
    CommandRun run = models("diff", "demand", "1", "2");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "SECTION NAME V1 V2 CHANGE",
            "configuration step 5m 1m",
            "evaluation cpu owa 0.5000 0.9000 +80.0 %")
        .anyMatch(line -> line.startsWith("files parameters.bin "))
        .noneMatch(line -> line.contains("trainer-1"));
  }

  @Test
  void comparesTheChampionWithTheNewestUnlessToldOtherwise() {
    JsonNode diff = models("diff", "demand", "--json").json();

    assertThat(diff.path("before").asInt()).isEqualTo(1);
    assertThat(diff.path("after").asInt()).isEqualTo(3);
    assertThat(diff.path("differences").get(0).path("section").asText()).isEqualTo("configuration");
  }

  @Test
  void saysThatNothingDiffers() {
    assertThat(models("diff", "demand", "1", "1").out())
        .isEqualTo("demand v1 and v1 are the same in all that is known\n");
  }

  @Test
  void promotesAVersionAndKeepsWhoDidItAndWhy() {
    CommandRun run =
        models("promote", "demand", "3", "--actor", "anna", "--reason", "fewer false alarms");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("champion of demand is v3\n");
    assertThat(champion()).isEqualTo(3);
    assertThat(models("show", "demand").out()).contains("anna", "fewer false alarms");
  }

  @Test
  void doesNotPromoteWhatTheGateKeptBack() {
    CommandRun run = models("promote", "demand", "2");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("demand v2 did not pass the gate:", "in group cpu", "--force");
    assertThat(champion()).isEqualTo(1);
    JsonNode json = models("promote", "demand", "2", "--json").json();
    assertThat(json.path("promoted").asBoolean()).isFalse();
    assertThat(json.path("reasons")).isNotEmpty();
  }

  @Test
  void promotesWhatTheGateKeptBackWhereForced() {
    assertThat(models("promote", "demand", "2", "--force").exit()).isEqualTo(ExitCode.DONE);
    assertThat(champion()).isEqualTo(2);
  }

  @Test
  void letsOtherAliasesNameWhatTheGateKeptBack() {
    assertThat(models("promote", "demand", "2", "--alias", "canary").out())
        .isEqualTo("canary of demand is v2\n");
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void rollsBack() {
    models("promote", "demand", "3");

    JsonNode move = models("rollback", "demand", "--json").json();

    assertThat(move.path("version").asInt()).isEqualTo(1);
    assertThat(move.path("move").asText()).isEqualTo("roll_back");
    assertThat(move.path("promoted").asBoolean()).isTrue();
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void saysThatThereIsNothingToRollBackTo() {
    CommandRun run = models("rollback", "demand");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("there is no version before it to roll back to");
  }

  @Test
  void deletesAVersionThatNoAliasNames() {
    assertThat(models("delete", "demand", "3", "--dry-run").out())
        .isEqualTo("Would delete demand v3\n");
    assertThat(registry.versions("demand")).hasSize(3);

    assertThat(models("delete", "demand", "3").out()).isEqualTo("Deleted demand v3\n");

    assertThat(registry.versions("demand")).hasSize(2);
  }

  @Test
  void refusesToDeleteTheChampionEvenWithoutDoingIt() {
    for (String[] words :
        List.of(
            new String[] {"delete", "demand", "1"},
            new String[] {"delete", "demand", "1", "--dry-run"})) {
      CommandRun run = models(words);

      assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("alias champion names demand v1");
    }
    assertThat(registry.versions("demand")).hasSize(3);
  }

  @Test
  void findsNoGarbageWhereAliasesNameAllThatIsOld() {
    CommandRun run = models("gc", "--keep", "1", "--dry-run");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .isEqualTo(
            "Would remove 0 versions, 0 files of 0 B and 0 files that were never finished in "
                + root()
                + "\n");
  }

  @Test
  void removesOldVersions() throws IOException {
    Evaluation good = evaluation(0.5);
    for (int i = 0; i < 3; i++) {
      publish(registry, "1m", good, "three");
    }

    CommandRun planned = models("gc", "--keep", "2", "--dry-run");
    assertThat(planned.out())
        .contains(
            "would delete demand v3", "would delete demand v4", "would remove registry/files/")
        .doesNotContain("v1\n", "v2\n", "v5\n", "v6\n");
    assertThat(registry.versions("demand")).hasSize(6);

    JsonNode done = models("gc", "--keep", "2", "--json").json();

    assertThat(done.path("dry_run").asBoolean()).isFalse();
    assertThat(done.path("removed_versions")).hasSize(2);
    assertThat(done.path("removed_files")).hasSize(4);
    assertThat(registry.versions("demand"))
        .extracting(ModelVersion::number)
        .containsExactly(1, 2, 5, 6);
  }

  /** The statement of the format's description, over the files alone. */
  @Test
  void keepsWhatAForeignReaderUnderstands() throws IOException, SQLException {
    String document = Files.readString(Path.of("..", "docs", "format", "registry.md"));
    String statement =
        document.substring(document.indexOf("```sql\n") + 7, document.indexOf(";\n```"));
    List<String> files = new ArrayList<>();

    try (PlainDuckDb duckDb = new PlainDuckDb(Path.of(root()))) {
      duckDb.each(
          statement.replace("'registry/", "'" + root() + "/registry/"),
          row -> files.add(row.getInt("version") + " " + row.getString("name")));
    }

    assertThat(files).containsExactly("1 parameters.bin");
  }

  @Test
  void provesEveryVersion() {
    CommandRun run = models("verify");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("3 versions in " + root() + ": all as they were written\n");
  }

  @Test
  void namesADamagedFile() throws IOException {
    String key = store.list("registry/files/").get(0).key();
    Files.writeString(Path.of(root(), key), "ONE");

    CommandRun run = models("verify");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains(key + ": ", "it is damaged", "3 versions in", "1 problem");
    JsonNode json = models("verify", "--json").json();
    assertThat(json.path("sound").asBoolean()).isFalse();
    assertThat(json.path("findings").get(0).path("key").asText()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show Demand",
        "list a/b",
        "promote demand 1 --alias latest",
        "promote demand 1 --reason=",
        "rollback demand --alias v1",
        "delete demand 0",
        "delete demand champion",
        "gc --keep 0",
        "promote demand",
        ""
      })
  void refusesWhatMakesNoSense(String words) {
    CommandRun run = models(words.isEmpty() ? new String[0] : words.split(" "));

    assertThat(run.exit()).as(run.out()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"show supply", "show demand 9", "promote demand 9"})
  void saysWhatThereIsInstead(String words) {
    CommandRun run = models(words.split(" "));

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("almanac: ").contains("there is", "demand").hasLineCount(1);
  }
}
