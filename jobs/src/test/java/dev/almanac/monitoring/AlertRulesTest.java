package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.monitoring.MonitoringTree.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and alerts, by Prometheus's own tool. */
class AlertRulesTest {

  private static final Path PROMETHEUS = MonitoringTree.MONITORING.resolve("prometheus");
  private static final String RUNBOOKS_AT = "https://monitoring.example.com/runbooks/";

  static List<Rule> alerts() {
    return MonitoringTree.alerts();
  }

  static List<Path> configurations() {
    return MonitoringTree.files(PROMETHEUS, ".yml").stream()
        .filter(file -> file.endsWith("prometheus.yml") || file.toString().contains("examples"))
        .toList();
  }

  static List<Path> ruleFiles() {
    return MonitoringTree.files(PROMETHEUS.resolve("rules"), ".yml");
  }

  static List<Path> ruleTests() {
    return MonitoringTree.files(PROMETHEUS.resolve("tests"), ".yml");
  }

  /** Passwords and the like are in files that are not here. */
  @ParameterizedTest
  @MethodSource("configurations")
  void promtoolTakesEveryConfiguration(Path file) {
    ToolRun run = ToolRun.of("promtool", "check", "config", "--syntax-only", file.toString());

    assertThat(run.said()).contains("SUCCESS");
    assertThat(run.exit()).as(run.said()).isZero();
  }

  @Test
  void theConfigurationFindsItsRulesAndItsTargets(@TempDir Path folder) throws IOException {
    for (String part : List.of("rules", "targets")) {
      Files.createSymbolicLink(folder.resolve(part), PROMETHEUS.resolve(part));
    }
    Path token = Files.writeString(folder.resolve("almanac.token"), "a token");
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            MonitoringTree.text(PROMETHEUS.resolve("prometheus.yml"))
                .replace(MonitoringTree.TOKEN, token.toString()));

    ToolRun run = ToolRun.of("promtool", "check", "config", file.toString());

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said())
        .contains("SUCCESS: %d rule files found".formatted(ruleFiles().size()))
        .doesNotContain("WARNING");
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void promtoolTakesEveryRule(Path file) {
    ToolRun run =
        ToolRun.of("promtool", "check", "rules", "--lint=all", "--lint-fatal", file.toString());

    assertThat(run.exit()).as(run.said()).isZero();
  }

  @ParameterizedTest
  @MethodSource("ruleTests")
  void alertsFireAndKeepSilentAsTheirTestsSay(Path file) {
    ToolRun run = ToolRun.of("promtool", "test", "rules", file.toString());

    assertThat(run.exit()).as(run.said()).isZero();
  }

  @Test
  void everyAlertIsSeenToFireAndToKeepSilent() {
    Set<String> fires = new HashSet<>();
    Set<String> silent = new HashSet<>();
    for (Path file : ruleTests()) {
      for (JsonNode test : MonitoringTree.yaml(file).path("tests")) {
        for (JsonNode check : test.path("alert_rule_test")) {
          (check.path("exp_alerts").isEmpty() ? silent : fires)
              .add(check.path("alertname").asText());
        }
      }
    }
    String always = "Watchdog";

    assertThat(alerts()).extracting(Rule::name).allMatch(fires::contains);
    assertThat(alerts())
        .extracting(Rule::name)
        .filteredOn(name -> !name.equals(always))
        .allMatch(silent::contains);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertSaysHowBadItIsWhoseItIsAndWhatToDo(Rule alert) {
    JsonNode labels = alert.yaml().path("labels");
    JsonNode annotations = alert.yaml().path("annotations");

    assertThat(labels.path("severity").asText())
        .isIn(alert.name().equals("Watchdog") ? List.of("none") : List.of("warning", "critical"));
    assertThat(labels.path("team").asText()).isIn("infrastructure", "data-science");
    assertThat(alert.yaml().has("for")).isTrue();
    assertThat(annotations.path("summary").asText()).isNotBlank().hasSizeLessThan(100);
    assertThat(annotations.path("description").asText()).isNotBlank();
    assertThat(annotations.path("runbook_url").asText())
        .isEqualTo(RUNBOOKS_AT + alert.name() + ".md");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertHasARunbookOfItsOwn(Rule alert) {
    assertThat(MonitoringTree.text(MonitoringTree.RUNBOOKS.resolve(alert.name() + ".md")))
        .startsWith("# " + alert.name() + "\n")
        .contains("\n## Look\n", "\n## Do\n");
  }

  @Test
  void everyRunbookIsOfAnAlert() {
    List<String> names = alerts().stream().map(Rule::name).toList();

    assertThat(MonitoringTree.files(MonitoringTree.RUNBOOKS, ".md"))
        .extracting(file -> file.getFileName().toString().replace(".md", ""))
        .filteredOn(name -> !name.equals("restore"))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void theDocumentationListsEveryAlertWithItsSeverityAndItsTeam() {
    String page = MonitoringTree.text(MonitoringTree.ROOT.resolve("docs/monitoring.md"));

    assertThat(alerts())
        .allSatisfy(
            alert ->
                assertThat(page)
                    .containsPattern(
                        "(?m)^\\| \\[%1$s]\\(runbooks/%1$s\\.md\\) \\| .+ \\| %2$s \\| %3$s \\|$"
                            .formatted(
                                alert.name(),
                                alert.yaml().at("/labels/severity").asText(),
                                alert.yaml().at("/labels/team").asText())));
  }

  @Test
  void recordsAreNamedByLevelMetricAndOperations() {
    assertThat(MonitoringTree.rules())
        .filteredOn(rule -> !rule.alerts())
        .hasSizeGreaterThan(10)
        .extracting(Rule::name)
        .allMatch(name -> name.matches("[a-z_]+:[a-z][a-z0-9_]+:[a-z0-9_]+"));
  }

  @Test
  void noNameIsUsedTwice() {
    assertThat(MonitoringTree.rules()).extracting(Rule::name).doesNotHaveDuplicates();
  }
}
