package dev.almanac.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The console: a page, and the files that it is made of. They are the same for everybody, and come
 * without a token; what they show does not.
 */
final class ConsoleRoutes {

  private static final String PAGE = "index.html";
  private static final String FOLDER = "console/";
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final List<String> OWN =
      List.of(
          PAGE,
          "almanac.css",
          "icon.svg",
          "app.mjs",
          "api.mjs",
          "backups.mjs",
          "chart.mjs",
          "dom.mjs",
          "models.mjs",
          "runs.mjs",
          "series.mjs",
          "signin.mjs",
          "text.mjs",
          "theme.js");
  private static final List<String> OF_CHARTS = List.of("uPlot.iife.min.js", "uPlot.min.css");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, byte[]> files = new HashMap<>();

  ConsoleRoutes() {
    OWN.forEach(name -> files.put(name, read(FOLDER + name)));
    OF_CHARTS.forEach(name -> files.put(name, read(CHARTS + name)));
  }

  private static byte[] read(String resource) {
    try (InputStream in = ConsoleRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Route> routes() {
    return List.of(
        Route.open("/", exchange -> send(exchange, PAGE)),
        Route.open("/console/{file}", exchange -> send(exchange, exchange.part("file"))));
  }

  private void send(Exchange exchange, String name) {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "the console has no file \"" + name + "\"");
    }
    // Anybody may keep it, and asks before each use whether it is still the one.
    exchange.header("Cache-Control", "public, no-cache");
    exchange.content(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), bytes);
  }
}
