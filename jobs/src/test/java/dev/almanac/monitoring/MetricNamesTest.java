package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.monitoring.Dashboard.Query;
import dev.almanac.monitoring.MonitoringTree.Rule;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A metric that nobody writes is never seen, and an alert on it never fires. */
class MetricNamesTest {

  private static final Pattern METRIC = Pattern.compile("(?<![\\w:])almanac_[a-z_]+(?![\\w:])");

  private static Set<String> written() {
    Set<String> names = new HashSet<>();
    Pattern literal = Pattern.compile("\"(almanac_[a-z_]+)\"");
    for (String module : new String[] {"backup-archiver", "model-registry", "jobs"}) {
      Path sources = MonitoringTree.ROOT.resolve(module).resolve("src/main/java");
      for (Path file : MonitoringTree.files(sources, ".java")) {
        literal
            .matcher(MonitoringTree.text(file))
            .results()
            .forEach(name -> names.add(name.group(1)));
      }
    }
    return names;
  }

  @Test
  void everyMetricInRulesAndDashboardsIsWritten() {
    Set<String> used = new HashSet<>();
    Stream.concat(
            MonitoringTree.rules().stream().map(Rule::expression),
            Dashboard.allQueries().stream().map(Query::expression))
        .flatMap(expression -> METRIC.matcher(expression).results())
        .forEach(name -> used.add(name.group()));

    assertThat(used).hasSizeGreaterThan(20);
    assertThat(written()).containsAll(used);
  }
}
