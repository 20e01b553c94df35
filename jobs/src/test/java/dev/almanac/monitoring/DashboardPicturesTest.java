package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.almanac.jobs.Chromium;
import dev.almanac.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards drawn from their own files, in a real browser, of what a real Prometheus answers.
 * Grafana has no part in it.
 */
@Tag("needs-all")
class DashboardPicturesTest {

  private static final int WIDTH = 1600;

  /** Whoever changes a dashboard looks at its picture here, and commits it. */
  private static final Path MADE = Path.of("target/dashboards");

  private static PrometheusServer prometheus;
  private static Chromium chromium;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Files.createDirectories(MADE);
    prometheus = DrawnHistory.start(folder);
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    prometheus.close();
  }

  @AfterEach
  void everyPageWasSilent() {
    chromium.closePages();
  }

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelShowsSomethingAndNothingIsCutOff(Dashboard dashboard) throws IOException {
    Page page = chromium.page(WIDTH, ColorScheme.DARK);
    DrawnPage.open(page);
    page.evaluate(
        "page => draw(JSON.parse(page))",
        new PanelAnswers(prometheus, dashboard, DrawnHistory.NOW).asked().toString());
    SmallPicture.write(
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true)),
        MADE.resolve(dashboard.toString().replace(".json", ".png")));

    assertThat(page.locator("section").count()).isEqualTo(dashboard.showing().size());
    assertThat(page.locator("section.empty h3").allTextContents()).isEmpty();
    assertThat((List<?>) page.evaluate("cutOff()")).isEmpty();
  }
}
