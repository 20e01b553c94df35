package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.monitoring.Dashboard.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana would pass over in silence, and show nothing. */
class DashboardsTest {

  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
  private static final Path GRAFANA = MonitoringTree.MONITORING.resolve("grafana");

  private record Cell(int column, int line) {}

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  static List<Query> queries() {
    return Dashboard.allQueries();
  }

  private static JsonNode provisioned(String kind) {
    return MonitoringTree.yaml(GRAFANA.resolve("provisioning/" + kind + "/almanac.yml"));
  }

  @Test
  void thereIsOneOfEachKind() {
    assertThat(dashboards())
        .extracting(dashboard -> dashboard.json().path("title").asText())
        .containsExactlyInAnyOrder(
            "System Overview", "Ralph DCIM Metrics", "ML Insights", "Backups");
    assertThat(dashboards())
        .extracting(dashboard -> dashboard.json().path("uid").asText())
        .doesNotHaveDuplicates()
        .allMatch(uid -> uid.matches("almanac-[a-z]{1,30}"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void isOfASchemaThatGrafana11Has(Dashboard dashboard) {
    JsonNode json = dashboard.json();

    assertThat(json.path("schemaVersion").asInt()).isEqualTo(39);
    assertThat(json.has("id")).as("an id of one's own is that of another server").isFalse();
    assertThat(json.path("description").asText()).isNotBlank();
    assertThat(json.path("tags").toString()).contains("\"monitoring\"");
    assertThat(json.path("time").path("from").asText()).startsWith("now-");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void itsPanelsHaveIdsOfTheirOwn(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates()
        .allMatch(id -> id > 0);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void itsPanelsFillTheGridAndDoNotOverlap(Dashboard dashboard) {
    Set<Cell> taken = new HashSet<>();
    for (JsonNode panel : dashboard.panels()) {
      JsonNode place = panel.path("gridPos");
      int x = place.path("x").asInt(-1);
      int width = place.path("w").asInt();
      assertThat(x).isNotNegative();
      assertThat(x + width).as(panel.path("title").asText()).isLessThanOrEqualTo(COLUMNS);
      for (int column = x; column < x + width; column++) {
        for (int line = 0; line < place.path("h").asInt(); line++) {
          Cell cell = new Cell(column, place.path("y").asInt() + line);
          assertThat(taken.add(cell)).as(panel.path("title").asText() + " at " + cell).isTrue();
        }
      }
    }
    int bottom = taken.stream().mapToInt(Cell::line).max().orElse(0);

    assertThat(taken).as("no hole in the grid").hasSize((bottom + 1) * COLUMNS);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelSaysWhatItShowsAndInWhichUnit(Dashboard dashboard) {
    assertThat(dashboard.showing())
        .hasSizeGreaterThan(8)
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).endsWith(".");
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
              assertThat(panel.path("targets")).isNotEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryAsksTheDataSourceThatIsChosen(Dashboard dashboard) {
    List<JsonNode> asking = new ArrayList<>(dashboard.showing());
    dashboard.queries().forEach(query -> asking.add(query.target()));
    dashboard.variables().stream()
        .filter(variable -> !variable.path("type").asText().equals("datasource"))
        .forEach(asking::add);
    dashboard.json().at("/annotations/list").forEach(asking::add);

    assertThat(asking)
        .allSatisfy(
            one -> {
              assertThat(one.at("/datasource/type").asText()).isEqualTo("prometheus");
              assertThat(one.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void itChoosesADataSourceThatIsProvisioned(Dashboard dashboard) {
    JsonNode chosen = dashboard.variables().get(0);

    assertThat(chosen.path("type").asText()).isEqualTo("datasource");
    assertThat(provisioned("datasources").path("datasources"))
        .extracting(source -> source.path("uid").asText())
        .contains(chosen.at("/current/value").asText());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableIsDeclaredAndUsed(Dashboard dashboard) {
    Set<String> declared = new HashSet<>();
    Set<String> found = new HashSet<>();
    for (JsonNode variable : dashboard.variables()) {
      // Grafana puts filters into every query by itself.
      if (!variable.path("type").asText().equals("adhoc")) {
        declared.add(variable.path("name").asText());
      }
      variables(variable.path("definition").asText(), found);
    }
    variables(dashboard.json().path("panels").toString(), found);
    found.removeIf(name -> name.startsWith("__"));

    assertThat(found).containsExactlyInAnyOrderElementsOf(declared);
  }

  private static void variables(String text, Set<String> into) {
    VARIABLE.matcher(text).results().forEach(variable -> into.add(variable.group(1)));
  }

  /**
   * A window that is shorter than four scrapes shows nothing, and one that is fixed hides peaks.
   */
  @ParameterizedTest
  @MethodSource("queries")
  void ratesThatAreDrawnFollowTheZoom(Query query) {
    boolean drawn = query.target().path("range").asBoolean();
    boolean rate = query.expression().matches("(?s).*\\b(rate|irate)\\(.*");

    assertThat(!drawn || !rate || query.expression().contains("[$__rate_interval]"))
        .as(query.expression())
        .isTrue();
    assertThat(query.expression()).doesNotContain("$__interval");
  }

  @Test
  void dataSourcesHaveUidsOfTheirOwnAndNobodyMayEditThem() {
    JsonNode sources = provisioned("datasources").path("datasources");

    assertThat(sources).extracting(source -> source.path("uid").asText()).doesNotHaveDuplicates();
    assertThat(sources)
        .allSatisfy(
            source -> {
              assertThat(source.path("editable").asBoolean(true)).isFalse();
              assertThat(source.path("url").asText()).startsWith("http://127.0.0.1:");
            });
  }

  @Test
  void dataSourcesAskAsOftenAsPrometheusScrapes() {
    String interval =
        MonitoringTree.yaml(MonitoringTree.MONITORING.resolve("prometheus/prometheus.yml"))
            .at("/global/scrape_interval")
            .asText();

    assertThat(provisioned("datasources").path("datasources"))
        .filteredOn(source -> source.path("type").asText().equals("prometheus"))
        .hasSize(2)
        .extracting(source -> source.at("/jsonData/timeInterval").asText())
        .containsOnly(interval);
  }

  @Test
  void ldapGivesEachRoleOnceAndNobodyElseGetsIn() {
    String ldap = MonitoringTree.text(GRAFANA.resolve("ldap.toml"));
    List<String> roles =
        Pattern.compile("(?m)^org_role = \"(\\w+)\"$")
            .matcher(ldap)
            .results()
            .map(role -> role.group(1))
            .toList();

    assertThat(roles).containsExactly("Admin", "Editor", "Viewer");
    assertThat(ldap)
        .contains("use_ssl = true", "ssl_skip_verify = false")
        .contains("bind_password = \"${GRAFANA_LDAP_PASSWORD}\"")
        .doesNotContain("group_dn = \"*\"");
  }

  @Test
  void theHomeDashboardIsOneOfThem() {
    String ini = MonitoringTree.text(GRAFANA.resolve("grafana.ini"));
    String folder =
        StreamSupport.stream(provisioned("dashboards").path("providers").spliterator(), false)
            .findFirst()
            .orElseThrow()
            .at("/options/path")
            .asText();

    assertThat(dashboards())
        .extracting(dashboard -> folder + "/" + dashboard)
        .anyMatch(path -> ini.contains("default_home_dashboard_path = " + path));
  }
}
