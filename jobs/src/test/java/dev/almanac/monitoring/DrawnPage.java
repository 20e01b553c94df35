package dev.almanac.monitoring;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** The page on which a dashboard is drawn, with the library that draws its lines. */
final class DrawnPage {

  private DrawnPage() {}

  static void open(Page page) {
    String plots = "/META-INF/resources/webjars/uplot/" + version() + "/dist/uPlot";
    page.setContent(text("/dashboards/page.html"));
    page.addStyleTag(new Page.AddStyleTagOptions().setContent(text(plots + ".min.css")));
    for (String script :
        List.of(plots + ".iife.min.js", "/dashboards/units.js", "/dashboards/draw.js")) {
      page.addScriptTag(new Page.AddScriptTagOptions().setContent(text(script)));
    }
  }

  /** The very version that the console is served with. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = resource("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String text(String name) {
    try (InputStream in = resource(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = DrawnPage.class.getResourceAsStream(name);
    if (in == null) {
      throw new AssertionError(name + " is not on the classpath");
    }
    return in;
  }
}
