package dev.almanac.doctor;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import dev.almanac.prometheus.InstantQuery;
import dev.almanac.prometheus.ServerStatus;
import dev.almanac.prometheus.ServerStatus.Cardinality;
import dev.almanac.prometheus.ServerStatus.Count;
import dev.almanac.prometheus.ServerStatus.FailingRule;
import dev.almanac.prometheus.ServerStatus.RuleGroup;
import dev.almanac.prometheus.ServerStatus.Running;
import dev.almanac.prometheus.ServerStatus.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a Prometheus itself says of its state. */
final class ServerChecks {

  private static final double SLOW = 0.8;
  private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

  private final ServerStatus status;
  private final InstantQuery query;
  private final Limits limits;
  private final Clock clock;

  ServerChecks(ServerStatus status, InstantQuery query, Limits limits, Clock clock) {
    this.status = status;
    this.query = query;
    this.limits = limits;
    this.clock = clock;
  }

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    cardinality(findings);
    status.targets().forEach(target -> target(target, findings));
    status.rules().forEach(group -> rules(group, findings));
    runtime(findings);
    clocks(findings);
    if (query.ask("prometheus_tsdb_head_series").isEmpty()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "scrapes",
              "Prometheus",
              "it does not scrape itself: what its own metrics would show is not known",
              "a job for itself",
              "take monitoring/prometheus/prometheus.yml as it is"));
    }
    for (Symptom symptom : Symptoms.ALL) {
      query.ask(symptom.promql()).forEach(value -> findings.add(symptom.at(value)));
    }
    return findings;
  }

  private void cardinality(List<Finding> findings) {
    Cardinality cardinality = status.cardinality();
    if (cardinality.series() > limits.series()) {
      findings.add(
          cardinality(
              "Prometheus",
              cardinality.series() + " series in memory",
              limits.series() + " at most (--most-series)",
              "drop the largest metrics below, or divide the scraping: docs/operations.md"));
    }
    for (Count metric : cardinality.byMetric()) {
      if (metric.value() > limits.seriesOfMetric()) {
        findings.add(
            cardinality(
                metric.name(),
                metric.value()
                    + " series of one metric; of labels "
                    + labels(cardinality)
                    + " have most values",
                limits.seriesOfMetric() + " at most (--most-series-of-metric)",
                "drop the label that has too many values, or the metric, by"
                    + " metric_relabel_configs"));
      }
    }
  }

  private static String labels(Cardinality cardinality) {
    return cardinality.labelValues().stream()
        .filter(label -> !label.name().equals("__name__"))
        .limit(2)
        .map(label -> label.name() + " (" + label.value() + ")")
        .toList()
        .toString();
  }

  private static Finding cardinality(String where, String found, String expected, String remedy) {
    return new Finding(Severity.WARNING, "cardinality", where, found, expected, remedy);
  }

  private static void target(Target target, List<Finding> findings) {
    String where = "job " + target.job() + ", " + target.instance();
    if (!target.up()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "scrapes",
              where,
              "the last scrape failed: " + target.error(),
              "an answer",
              "docs/runbooks/TargetDown.md"));
    } else if (target.scrape().toNanos() > SLOW * target.interval().toNanos()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "scrapes",
              where,
              "a scrape takes " + target.scrape().toMillis() + " ms",
              "much less than the interval of " + target.interval().toMillis() + " ms",
              "fewer collectors, or a longer interval for this job"));
    }
  }

  private static void rules(RuleGroup group, List<Finding> findings) {
    for (FailingRule rule : group.failing()) {
      findings.add(
          new Finding(
              Severity.CRITICAL,
              "rules",
              group.name() + ", " + rule.name(),
              "it cannot be evaluated: " + rule.error(),
              "a value, or none",
              "docs/runbooks/PrometheusRulesFailing.md"));
    }
    if (group.evaluation().toNanos() > SLOW * group.interval().toNanos()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "queries",
              "group " + group.name(),
              "its rules take " + group.evaluation().toMillis() + " ms",
              "much less than the interval of " + group.interval().toMillis() + " ms",
              "shorter ranges, recorded rules instead of raw series, or a longer interval"));
    }
  }

  private void runtime(List<Finding> findings) {
    Running runtime = status.runtime();
    if (!runtime.reloaded()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "configuration",
              "Prometheus",
              "it refused its last configuration, and goes on with the one before",
              "one that promtool check config takes",
              "docs/runbooks/PrometheusReloadFailed.md"));
    }
    if (runtime.corruptions() > 0) {
      findings.add(
          new Finding(
              Severity.CRITICAL,
              "storage",
              "Prometheus",
              runtime.corruptions()
                  + " corruptions of its log of samples, which it cut off where they began",
              "none",
              "look for a full or failing disk; what was lost comes back by"
                  + " docs/runbooks/restore.md"));
    }
    if (runtime.alertmanagers() == 0) {
      findings.add(
          new Finding(
              Severity.CRITICAL,
              "alerts",
              "Prometheus",
              "it knows no Alertmanager: nobody is told of any alert",
              "one or more under alerting",
              "docs/runbooks/PrometheusNotificationsFailing.md"));
    }
  }

  private void clocks(List<Finding> findings) {
    Duration apart =
        Duration.ofMillis(
            clock.millis() - (long) (query.ask("vector(time())").get(0).value() * 1000));
    if (apart.abs().compareTo(CLOCKS_APART) > 0) {
      findings.add(
          new Finding(
              Severity.WARNING,
              "clock",
              "Prometheus",
              "its clock is "
                  + apart.abs().toSeconds()
                  + " s "
                  + (apart.isNegative() ? "ahead of" : "behind")
                  + " this machine's",
              CLOCKS_APART.toSeconds() + " s at most",
              "timedatectl on both; systemctl status systemd-timesyncd chrony"));
    }
  }
}
