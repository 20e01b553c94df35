package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static dev.almanac.registry.Models.evaluation;
import static dev.almanac.registry.Models.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStores;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

  private static final Gate GATE = new Gate(GateRule.DEFAULT);
  private static final Evaluation GOOD = evaluation(group("cpu", 10, 0.5));
  private static final Evaluation BAD = evaluation(group("cpu", 10, 0.9));

  @TempDir Path folder;
  private Registry registry;

  @BeforeEach
  void admitAChampion() {
    registry = new Registry(BlobStores.open(folder.resolve("archive").toString()));
    VersionId first = Models.publish(registry, "demand", folder).id();
    registry.admit(first, GATE.judge(GOOD), "train");
  }

  private VersionId publish() {
    return Models.publish(registry, "demand", folder).id();
  }

  private int aliased(String alias) {
    return registry.aliased("demand", alias).orElseThrow().number();
  }

  @Test
  void makesTheFirstVersionChampionThatPasses() {
    assertThat(aliased(Registry.CHAMPION)).isEqualTo(1);
    assertThat(aliased(Registry.CHALLENGER)).isEqualTo(1);
  }

  @Test
  void makesAChallengerChampionThatPasses() {
    registry.admit(publish(), GATE.judge(GOOD, 1, BAD), "train");

    assertThat(aliased(Registry.CHAMPION)).isEqualTo(2);
    AliasMove move = registry.history("demand", Registry.CHAMPION).get(1);
    assertThat(move.change()).isEqualTo(new Change("train", "passed the gate"));
  }

  @Test
  void leavesTheChampionWhereAChallengerDoesNotPassAndKeepsTheReasons() {
    GateReport report = GATE.judge(BAD, 1, GOOD);

    registry.admit(publish(), report, "train");

    assertThat(aliased(Registry.CHAMPION)).isEqualTo(1);
    assertThat(aliased(Registry.CHALLENGER)).isEqualTo(2);
    assertThat(registry.reports(new VersionId("demand", 2))).containsExactly(report);
    assertThat(report.reasons()).isNotEmpty();
  }

  @Test
  void leavesTheChampionWhereItIsAnotherThanWasComparedWith() {
    VersionId second = publish();
    VersionId third = publish();
    GateReport passed = GATE.judge(GOOD, 1, BAD);
    registry.admit(second, passed, "one trainer");

    assertThatThrownBy(() -> registry.admit(third, passed, "another trainer"))
        .isInstanceOf(AliasMovedException.class)
        .hasMessageContaining("alias champion of demand names v2 and not v1 any more");

    assertThat(aliased(Registry.CHAMPION)).isEqualTo(2);
    assertThat(aliased(Registry.CHALLENGER)).isEqualTo(3);
    assertThat(registry.reports(third)).hasSize(1);
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> registry.admit(new VersionId("demand", 9), GATE.judge(GOOD), "train"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("there is no version 9 of demand");
  }

  @Test
  void returnsToTheChampionBefore() {
    registry.admit(publish(), GATE.judge(GOOD, 1, BAD), "train");

    registry.rollBack("demand", Registry.CHAMPION, CHANGE);

    assertThat(aliased(Registry.CHAMPION)).isEqualTo(1);
    assertThat(aliased(Registry.CHALLENGER)).isEqualTo(2);
  }
}
