package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.monitoring.Dashboard.Query;
import dev.almanac.monitoring.MonitoringTree.Rule;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RalphStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule and every panel asks a real Prometheus, and is answered with something. */
class MonitoredRalphTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A comparison with a number, which with bool says of each series whether it holds. */
  private static final Pattern COMPARED = Pattern.compile("(==|!=|>=|<=|>|<)\\s*(?=[0-9(])");

  /** Alerts of which nothing is to be found where all is well, and why. */
  private static final Map<String, String> EMPTY_ALERTS =
      Map.of(
          "RalphMetricsOfOneWorker", "its workers share what they count, so there are no processes",
          "DetectorSilent", "there are scores",
          "CertificateExpiring", "no nginx is asked here",
          "CertificateAlmostExpired", "no nginx is asked here");

  @TempDir private static Path folder;
  private static RunningMonitoring monitoring;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws IOException {
    monitoring = RunningMonitoring.start(folder);
    prometheus = monitoring.prometheus();
    monitoring.use();
  }

  @AfterAll
  static void stop() {
    monitoring.close();
  }

  static List<Rule> records() {
    return MonitoringTree.rules().stream().filter(rule -> !rule.alerts()).toList();
  }

  static List<Rule> alerts() {
    return MonitoringTree.alerts();
  }

  static List<Query> queries() {
    return Dashboard.allQueries();
  }

  /** Waits, for a rate takes two scrapes and records wait for each other. */
  private static void answers(String promql) {
    Await.until(promql + " is answered", PATIENCE, () -> !prometheus.query(promql).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsAreWritten(Rule record) {
    answers(record.name());
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void alertsHaveSomethingToJudge(Rule alert) {
    String judged = COMPARED.matcher(alert.expression()).replaceAll("$1 bool ");
    if (EMPTY_ALERTS.containsKey(alert.name())) {
      // An expression in error would throw.
      prometheus.query(judged);
    } else {
      answers(judged);
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void panelsShowSomething(Query query) {
    answers(filledIn(query.expression()));
  }

  private static String filledIn(String promql) {
    return Dashboard.filledIn(promql, "node_load1", "node", monitoring.machine());
  }

  @Test
  void variablesHaveSomethingToChooseFrom() {
    Pattern values = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    for (Dashboard dashboard : Dashboard.all()) {
      for (var variable : dashboard.variables()) {
        if (variable.path("type").asText().equals("query")) {
          Matcher asked = values.matcher(variable.path("definition").asText());
          assertThat(asked.matches()).as(variable.path("definition").asText()).isTrue();
          answers("count by (%s) (%s)".formatted(asked.group(2), filledIn(asked.group(1))));
        }
      }
    }
  }

  @Test
  void alertsReachAlertmanager() {
    answers("alertmanager_alerts_received_total{status=\"firing\"} > 0");
    answers("ALERTS{alertname=\"Watchdog\", alertstate=\"firing\"}");
  }

  @Test
  void everyRuleIsEvaluatedWithoutAnError() {
    answers("prometheus_rule_evaluations_total");
    String rules = prometheus.request("GET", "/api/v1/rules");

    assertThat(rules).contains("\"health\":\"ok\"").doesNotContain("\"health\":\"err\"");
  }

  /** Which the alert RalphMetricsOfOneWorker goes by. */
  @Test
  void workersThatShareNothingAreKnownByTheirProcesses(@TempDir Path other) {
    try (RalphStandIn alone = RalphStandIn.startOfWorkersThatShareNothing(other)) {
      assertThat(alone.request("GET", "/status/prometheus"))
          .contains("\nprocess_start_time_seconds ");
    }
    answers("up{job=\"ralph\"} == 1");
    assertThat(prometheus.query("process_start_time_seconds{job=\"ralph\"}")).isEmpty();
  }

  /** The errors are those of one view; probes and scrapes do not count. */
  @Test
  void errorsAreThoseOfThePageThatFails() {
    answers(
        "job:django_http_errors:ratio_rate5m > 0.1 and job:django_http_errors:ratio_rate5m < 0.3");
    assertThat(
            prometheus.query("job_status_view_method:django_http_responses:rate5m{status=\"500\"}"))
        .extracting(series -> series.at("/metric/view").asText())
        .containsExactly("broken-list");
    assertThat(prometheus.query("job_status_view_method:django_http_responses:rate5m"))
        .extracting(series -> series.at("/metric/view").asText())
        .contains("admin:index", "datacenterasset-list", "<unnamed view>")
        .noneMatch(view -> view.startsWith("status-"));
  }
}
