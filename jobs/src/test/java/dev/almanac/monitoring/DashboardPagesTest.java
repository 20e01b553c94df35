package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/dashboards say what the dashboards show, for they are made of them. */
class DashboardPagesTest {

  private static final Path PAGES = MonitoringTree.ROOT.resolve("docs/dashboards");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  private static Path page(Dashboard dashboard) {
    return PAGES.resolve(dashboard.toString().replace(".json", ".md"));
  }

  private static Path picture(Dashboard dashboard) {
    return PAGES.resolve(dashboard.toString().replace(".json", ".png"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void thePageIsWhatTheDashboardShows(Dashboard dashboard) throws IOException {
    Path page = page(dashboard);
    Path made = Files.createDirectories(Path.of("target/dashboards")).resolve(page.getFileName());
    Files.writeString(made, text(dashboard));

    assertThat(page)
        .as("the dashboard was changed: copy jobs/" + made + " to docs/dashboards")
        .hasSameTextualContentAs(made);
  }

  @Test
  void thereIsAPictureOfEachDashboardAndOfNoOther() {
    assertThat(MonitoringTree.files(PAGES, ".png"))
        .containsExactlyInAnyOrderElementsOf(
            dashboards().stream().map(DashboardPagesTest::picture).toList());
  }

  @Test
  void thereIsNoPageOfADashboardThatIsGone() {
    assertThat(MonitoringTree.files(PAGES, ".md"))
        .containsExactlyInAnyOrderElementsOf(
            dashboards().stream().map(DashboardPagesTest::page).toList());
  }

  private static String text(Dashboard dashboard) {
    StringBuilder text = new StringBuilder();
    JsonNode json = dashboard.json();
    text.append("# ").append(json.path("title").asText()).append("\n\n");
    text.append(json.path("description").asText()).append("\n\n");
    text.append(
        "At `/d/"
            + json.path("uid").asText()
            + "` of Grafana. It opens on the time from `"
            + json.at("/time/from").asText()
            + "` to `"
            + json.at("/time/to").asText()
            + "`, and is renewed every "
            + json.path("refresh").asText()
            + ".\n\n![The dashboard]("
            + picture(dashboard).getFileName()
            + ")\n");
    for (JsonNode variable : dashboard.variables()) {
      text.append("\n- Choose *" + label(variable) + "* at the top.");
    }
    text.append("\n");
    for (JsonNode panel : dashboard.panels()) {
      text.append(
          panel.path("type").asText().equals("row")
              ? "\n## " + panel.path("title").asText() + "\n"
              : panel(panel));
    }
    text.append(
        "\nMade from `monitoring/grafana/dashboards/"
            + dashboard
            + "`. The picture is drawn from this very file by a test of Almanac's, of what a"
            + " Prometheus answers that holds some days of made-up machines; Grafana itself has not"
            + " been run.\n");
    return text.toString();
  }

  private static String label(JsonNode variable) {
    String label = variable.path("label").asText();
    return label.isEmpty() ? variable.path("name").asText() : label;
  }

  private static String panel(JsonNode panel) {
    StringBuilder text = new StringBuilder();
    text.append("\n### " + panel.path("title").asText() + "\n\n");
    text.append(panel.path("description").asText());
    text.append(" Unit: `" + panel.at("/fieldConfig/defaults/unit").asText() + "`.");
    StringBuilder steps = new StringBuilder();
    for (JsonNode step : panel.at("/fieldConfig/defaults/thresholds/steps")) {
      if (step.path("value").isNumber()) {
        steps.append(steps.isEmpty() ? "" : ", ");
        steps.append(step.path("color").asText() + " from " + step.path("value").asText());
      }
    }
    text.append(steps.isEmpty() ? "" : " Colours: " + steps + ".");
    text.append("\n\n```promql\n");
    panel.path("targets").forEach(one -> text.append(one.path("expr").asText().strip() + "\n"));
    return text.append("```\n").toString();
  }
}
