package dev.almanac.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana, as its file has it. */
public record Dashboard(Path file, JsonNode json) {

  static List<Dashboard> all() {
    return MonitoringTree.files(MonitoringTree.MONITORING.resolve("grafana/dashboards"), ".json")
        .stream()
        .map(file -> new Dashboard(file, MonitoringTree.json(file)))
        .toList();
  }

  /** A panel's query. */
  public record Query(Dashboard dashboard, String panel, JsonNode target) {

    public String expression() {
      return target.path("expr").asText();
    }

    @Override
    public String toString() {
      return dashboard + ": " + panel + ", " + target.path("refId").asText();
    }
  }

  public static List<Query> allQueries() {
    return all().stream().flatMap(dashboard -> dashboard.queries().stream()).toList();
  }

  /** PromQL as Grafana asks it, with this chosen at the top, and of everything else all. */
  public static String filledIn(String promql, String metric, String job, String instance) {
    return filledIn(promql, "1m", metric, job, instance);
  }

  /** The same with rates over some time. */
  static String filledIn(String promql, String window, String metric, String job, String instance) {
    return promql
        .replace("$__rate_interval", window)
        .replace("$metric", metric)
        .replace("$job", job)
        .replace("=~\"$instance\"", "=~\".*\"")
        .replace("$instance", instance)
        .replace("$view", ".*");
  }

  /** All panels, rows too. */
  List<JsonNode> panels() {
    return list(json.path("panels"));
  }

  /** Panels that show something. */
  List<JsonNode> showing() {
    return panels().stream().filter(panel -> !panel.path("type").asText().equals("row")).toList();
  }

  List<JsonNode> variables() {
    return list(json.path("templating").path("list"));
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : showing()) {
      panel
          .path("targets")
          .forEach(target -> queries.add(new Query(this, panel.path("title").asText(), target)));
    }
    return queries;
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
