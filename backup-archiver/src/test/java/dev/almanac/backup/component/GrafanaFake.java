package dev.almanac.backup.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Speaks the part of Grafana's HTTP API that is asked for, as its documentation has it. A real
 * Grafana is not to be had where these tests run.
 */
public final class GrafanaFake implements AutoCloseable {

  static {
    // Read when the server's classes are loaded: without it each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  public static final String TOKEN = "glsa_fake";

  private final HttpServer server;
  private final Map<String, String> dashboards = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  public GrafanaFake() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers.put("/api/health", "{\"database\": \"ok\", \"version\": \"11.2.0\"}");
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public GrafanaFake dashboard(String uid, String json) {
    dashboards.put(uid, json);
    return this;
  }

  /** Answers a path, without its query, with this. */
  public GrafanaFake answering(String path, String json) {
    answers.put(path, json);
    return this;
  }

  public GrafanaFake failing(String path, int status) {
    failures.put(path, status);
    return this;
  }

  /** Answers a path again. */
  public void mended(String path) {
    failures.remove(path);
  }

  /** Paths and queries, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().toString());
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (failures.containsKey(path)) {
      exchange.getResponseHeaders().add("Location", "http://elsewhere.example/login");
      send(exchange, failures.get(path), "{\"message\": \"as told\"}");
    } else if (!path.equals("/api/health") && !("Bearer " + TOKEN).equals(authorization)) {
      send(exchange, 401, "{\"message\": \"Invalid API key\"}");
    } else if (answers.containsKey(path)) {
      send(exchange, 200, answers.get(path));
    } else if (path.equals("/api/search")) {
      send(exchange, 200, search(exchange.getRequestURI().getQuery()));
    } else if (dashboards.containsKey(path.replace("/api/dashboards/uid/", ""))) {
      send(
          exchange,
          200,
          "{\"meta\": {\"folderUid\": \"ops\", \"updated\": \"2026-11-23T00:00:00Z\"},"
              + " \"dashboard\": "
              + dashboards.get(path.replace("/api/dashboards/uid/", ""))
              + "}");
    } else {
      send(exchange, 404, "{\"message\": \"Not found\"}");
    }
  }

  private String search(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      parameters.put(pair[0], pair[1]);
    }
    if (parameters.get("type").equals("dash-folder")) {
      return "[{\"uid\": \"ops\", \"title\": \"Ops\", \"type\": \"dash-folder\"},"
          + " {\"uid\": \"db\", \"title\": \"Databases\", \"folderUid\": \"ops\"}]";
    }
    int limit = Integer.parseInt(parameters.get("limit"));
    int from = (Integer.parseInt(parameters.get("page")) - 1) * limit;
    List<String> hits =
        List.copyOf(dashboards.keySet()).stream()
            .skip(from)
            .limit(limit)
            .map(uid -> "{\"uid\": \"" + uid + "\", \"type\": \"dash-db\"}")
            .toList();
    return "[" + String.join(",", hits) + "]";
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
