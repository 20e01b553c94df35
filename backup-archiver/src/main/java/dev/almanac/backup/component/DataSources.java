package dev.almanac.backup.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** The data sources of a Grafana, as far as they are no secret. */
final class DataSources {

  /** What is kept: where a data source is and how it is asked, not as whom. */
  private static final List<String> KEPT =
      List.of(
          "uid", "name", "type", "access", "url", "database", "isDefault", "readOnly", "basicAuth");

  private static final List<String> KEPT_SETTINGS =
      List.of(
          "timeInterval",
          "httpMethod",
          "prometheusType",
          "prometheusVersion",
          "queryTimeout",
          "manageAlerts",
          "implementation",
          "tlsAuth",
          "tlsAuthWithCACert",
          "tlsSkipVerify");

  private DataSources() {}

  /** In order of their uids. */
  static JsonNode withoutSecrets(GrafanaHttp grafana) {
    JsonNode found = grafana.get("/api/datasources");
    if (!found.isArray()) {
      throw new ComponentException("/api/datasources: expected a list, found something else");
    }
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    StreamSupport.stream(found.spliterator(), false)
        .sorted(Comparator.comparing(source -> source.path("uid").asText("")))
        .forEach(source -> kept.add(withoutSecrets(source)));
    return kept;
  }

  private static JsonNode withoutSecrets(JsonNode source) {
    ObjectNode kept = select(source, KEPT);
    String url = source.path("url").asText("");
    if (SecretRules.inContent(url.getBytes(StandardCharsets.UTF_8)).isPresent()) {
      kept.remove("url");
    }
    kept.set("jsonData", select(source.path("jsonData"), KEPT_SETTINGS));
    return kept;
  }

  private static ObjectNode select(JsonNode from, List<String> names) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      if (from.has(name)) {
        kept.set(name, from.get(name));
      }
    }
    return kept;
  }
}
