package dev.almanac.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.prometheus.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a Prometheus answers to the queries of a dashboard, asked as Grafana asks: as far back as
 * the dashboard opens, in steps of about a pixel, and rates over no less than four scrapes.
 */
final class PanelAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter CIVIL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private static final Duration SCRAPES = Duration.ofSeconds(15);
  private static final int COLUMN_PIXELS = 65;

  /** What is chosen at the top, where not all of it is. */
  private static final Map<String, String> CHOSEN =
      Map.of("metric", "node_load1", "job", "node", "instance", "db-1:9100");

  private static final long[] STEPS = {15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200};

  private final PrometheusServer prometheus;
  private final Dashboard dashboard;
  private final Instant from;
  private final Instant now;

  PanelAnswers(PrometheusServer prometheus, Dashboard dashboard, Instant now) {
    this.prometheus = prometheus;
    this.dashboard = dashboard;
    this.now = now;
    from = now.minus(length(dashboard.json().at("/time/from").asText()));
  }

  /** Of now-24h or now-14d. */
  private static Duration length(String since) {
    long number = Long.parseLong(since.substring("now-".length(), since.length() - 1));
    return switch (since.charAt(since.length() - 1)) {
      case 'h' -> Duration.ofHours(number);
      case 'd' -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException("hours or days expected, found " + since);
    };
  }

  /** All that draw.js is to be given. */
  JsonNode asked() {
    ObjectNode page = JSON.createObjectNode();
    page.set("dashboard", dashboard.json());
    page.put("from", CIVIL.format(from)).put("to", CIVIL.format(now));
    ObjectNode chosen = page.putObject("chosen");
    for (JsonNode variable : dashboard.variables()) {
      String name = variable.path("name").asText();
      if (variable.path("includeAll").asBoolean()) {
        chosen.put(name, "All");
      } else if (CHOSEN.containsKey(name)) {
        chosen.put(name, CHOSEN.get(name));
      }
    }
    ObjectNode answers = page.putObject("answers");
    for (JsonNode panel : dashboard.showing()) {
      ArrayNode all = answers.putArray(panel.path("id").asText());
      panel.path("targets").forEach(target -> ask(panel, target, all.addObject()));
    }
    return page;
  }

  private void ask(JsonNode panel, JsonNode target, ObjectNode answer) {
    long pixels = panel.at("/gridPos/w").asLong() * COLUMN_PIXELS;
    long wanted = Duration.between(from, now).toSeconds() / pixels;
    long step = LongStream.of(STEPS).filter(one -> one >= wanted).findFirst().orElseThrow();
    long window = Math.max(step + SCRAPES.toSeconds(), 4 * SCRAPES.toSeconds());
    String promql =
        Dashboard.filledIn(
            target.path("expr").asText(),
            window + "s",
            CHOSEN.get("metric"),
            CHOSEN.get("job"),
            CHOSEN.get("instance"));
    ArrayNode times = answer.putArray("times");
    if (target.path("instant").asBoolean()) {
      times.add(now.getEpochSecond());
      answer.set("result", prometheus.query(promql, now));
      return;
    }
    // Grafana, too, begins at a multiple of the step.
    long begin = Math.floorDiv(from.getEpochSecond(), step) * step;
    for (long time = begin; time <= now.getEpochSecond(); time += step) {
      times.add(time);
    }
    answer.set(
        "result",
        prometheus.queryRange(promql, Instant.ofEpochSecond(begin), now, Duration.ofSeconds(step)));
  }
}
