package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.monitoring.Dashboard;
import dev.almanac.prometheus.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prometheus on a machine, asked from within as Grafana asks it. */
record InstalledPrometheus(NspawnMachine machine) {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration SHOWN = Duration.ofMinutes(10);

  /** Waits, for a restart takes its time and a rate two scrapes. */
  void awaitSome(String promql) {
    Await.until(
        promql + " is answered",
        PATIENCE,
        () -> {
          Ran ran = ask("query", "query=" + promql);
          return ran.ok() && !result(ran).isEmpty();
        });
  }

  /** The elements of the answer of now. */
  JsonNode query(String promql) {
    return result(ask("query", "query=" + promql));
  }

  /** What every panel of every dashboard shows of the ten minutes until some time. */
  Map<String, JsonNode> panels(Instant until) {
    Map<String, JsonNode> answers = new TreeMap<>();
    for (Dashboard.Query query : Dashboard.allQueries()) {
      String promql =
          Dashboard.filledIn(query.expression(), QueueExporter.METRIC, "ralph", "127.0.0.1:9101");
      answers.put(
          query + ": " + promql,
          result(
              ask(
                  "query_range",
                  "query=" + promql,
                  "start=" + until.minus(SHOWN).getEpochSecond(),
                  "end=" + until.getEpochSecond(),
                  "step=15")));
    }
    return answers;
  }

  private Ran ask(String path, String... fields) {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--fail"));
    for (String field : fields) {
      command.addAll(List.of("--data-urlencode", field));
    }
    command.add("http://127.0.0.1:9090/api/v1/" + path);
    return machine.run(command.toArray(new String[0]));
  }

  private static JsonNode result(Ran ran) {
    assertThat(ran.ok()).as("%s: %s", ran.command(), ran.out()).isTrue();
    return Json.of(ran.out()).at("/data/result");
  }
}
