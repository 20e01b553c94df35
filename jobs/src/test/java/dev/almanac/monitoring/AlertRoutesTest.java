package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.monitoring.MonitoringTree.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told of which alert, by Alertmanager's own tool. */
class AlertRoutesTest {

  private static final String FILE =
      MonitoringTree.MONITORING.resolve("alertmanager/alertmanager.yml").toString();

  static List<Rule> alerts() {
    return MonitoringTree.alerts();
  }

  private static List<String> receivers(String... labels) {
    List<String> command =
        new ArrayList<>(List.of("amtool", "config", "routes", "test", "--config.file=" + FILE));
    command.addAll(List.of(labels));
    ToolRun run = ToolRun.of(command.toArray(String[]::new));
    assertThat(run.exit()).as(run.said()).isZero();
    // Before the answer it may warn of settings of the machine.
    String answer = run.said().strip();
    return List.of(answer.substring(answer.lastIndexOf('\n') + 1).split(","));
  }

  @Test
  void amtoolTakesTheConfigurationAndItsTemplate() {
    ToolRun run = ToolRun.of("amtool", "check-config", FILE);

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(run.said()).contains("4 receivers", "1 templates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "warning  | infrastructure | infrastructure",
        "critical | infrastructure | on-call,infrastructure",
        "warning  | data-science   | data-science",
        "critical | data-science   | on-call,data-science",
        "warning  | unknown        | infrastructure"
      })
  void whatCannotWaitGoesToOnCallAndEverythingToItsTeam(
      String severity, String team, String expected) {
    assertThat(receivers("alertname=Any", "severity=" + severity, "team=" + team))
        .containsExactly(expected.split(","));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertReachesItsTeam(Rule alert) {
    JsonNode labels = alert.yaml().path("labels");
    String team = labels.path("team").asText();

    assertThat(
            receivers(
                "alertname=" + alert.name(),
                "severity=" + labels.path("severity").asText(),
                "team=" + team))
        .endsWith(alert.name().equals("Watchdog") ? "dead-man" : team);
  }

  @Test
  void theWatchdogGoesToTheDeadManAlone() {
    assertThat(receivers("alertname=Watchdog", "severity=none", "team=infrastructure"))
        .containsExactly("dead-man");
  }

  @Test
  void inhibitionNamesAlertsThatExist() {
    Set<String> named = new HashSet<>();
    JsonNode rules =
        MonitoringTree.yaml(MonitoringTree.MONITORING.resolve("alertmanager/alertmanager.yml"))
            .path("inhibit_rules");
    for (JsonNode rule : rules) {
      for (String side : List.of("source_matchers", "target_matchers")) {
        Pattern.compile("[A-Z]\\w+")
            .matcher(rule.path(side).get(0).asText())
            .results()
            .forEach(name -> named.add(name.group()));
      }
    }

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(alerts()).extracting(Rule::name).containsAll(named);
  }
}
