package dev.almanac.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Prometheus says of itself. Every method asks it anew, and throws {@link
 * PrometheusException} where it does not answer.
 */
public final class ServerStatus {

  private final PrometheusApi api;

  /**
   * @param patience how long to wait for a connection, and for an answer
   */
  public ServerStatus(PrometheusEndpoint endpoint, Duration patience) {
    api = new PrometheusApi(new PrometheusHttp(endpoint, patience, patience));
  }

  /** How many of something a name has. */
  public record Count(String name, long value) {}

  /**
   * The series in memory, with the ten names of each kind that have the most.
   *
   * @param byMetric series of metrics
   * @param labelValues values of labels
   * @param byPair series of a label's value
   */
  public record Cardinality(
      long series, List<Count> byMetric, List<Count> labelValues, List<Count> byPair) {}

  /**
   * What is scraped.
   *
   * @param error why the last scrape failed; empty where it did not
   * @param scrape how long the last took
   * @param interval how often it is scraped
   */
  public record Target(
      String job, String instance, boolean up, String error, Duration scrape, Duration interval) {}

  /**
   * A group of rules.
   *
   * @param evaluation how long the last took
   * @param interval how often they are evaluated
   */
  public record RuleGroup(
      String name, Duration evaluation, Duration interval, List<FailingRule> failing) {}

  /** A rule whose last evaluation failed, and why. */
  public record FailingRule(String name, String error) {}

  /**
   * What it is running with.
   *
   * @param reloaded whether it took the last configuration that it was given
   * @param corruptions of its log of samples, since it was started
   * @param alertmanagers how many it sends alerts to
   */
  public record Running(boolean reloaded, long corruptions, int alertmanagers) {}

  public Cardinality cardinality() {
    JsonNode data = api.status("tsdb");
    return new Cardinality(
        data.path("headStats").path("numSeries").asLong(),
        counts(data.path("seriesCountByMetricName")),
        counts(data.path("labelValueCountByLabelName")),
        counts(data.path("seriesCountByLabelValuePair")));
  }

  private static List<Count> counts(JsonNode array) {
    List<Count> counts = new ArrayList<>();
    array.forEach(
        one -> counts.add(new Count(one.path("name").asText(), one.path("value").asLong())));
    return counts;
  }

  /** Targets that have been scraped; one that is new is not judged yet. */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (JsonNode one : api.data("/api/v1/targets?state=active").path("activeTargets")) {
      if (!one.path("health").asText().equals("unknown")) {
        targets.add(
            new Target(
                one.path("labels").path("job").asText(),
                one.path("labels").path("instance").asText(),
                one.path("health").asText().equals("up"),
                one.path("lastError").asText(),
                seconds(one.path("lastScrapeDuration")),
                ServerConfiguration.duration(
                    "scrapeInterval", one.path("scrapeInterval").asText())));
      }
    }
    return targets;
  }

  public List<RuleGroup> rules() {
    List<RuleGroup> groups = new ArrayList<>();
    for (JsonNode group : api.data("/api/v1/rules").path("groups")) {
      List<FailingRule> failing = new ArrayList<>();
      for (JsonNode rule : group.path("rules")) {
        if (rule.path("health").asText().equals("err")) {
          failing.add(new FailingRule(rule.path("name").asText(), rule.path("lastError").asText()));
        }
      }
      groups.add(
          new RuleGroup(
              group.path("name").asText(),
              seconds(group.path("evaluationTime")),
              seconds(group.path("interval")),
              failing));
    }
    return groups;
  }

  private static Duration seconds(JsonNode number) {
    return Duration.ofNanos((long) (number.asDouble() * 1e9));
  }

  public Running runtime() {
    JsonNode data = api.status("runtimeinfo");
    return new Running(
        data.path("reloadConfigSuccess").asBoolean(),
        data.path("corruptionCount").asLong(),
        api.data("/api/v1/alertmanagers").path("activeAlertmanagers").size());
  }
}
