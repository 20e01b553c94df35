package dev.almanac.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.archive.RollupStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Serves a gateway by HTTP until it is closed: {@code /api/v1/read} as a Prometheus does, {@code
 * /api/v1/read/5m} and {@code /api/v1/read/1h} with rollups, {@code /healthz} and {@code /metrics}.
 * Nobody is asked for a password.
 */
public final class GatewayServer implements AutoCloseable {

  static {
    // Read when the JDK's server is loaded. Without it a short answer waits 40 ms for the
    // acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Threads that answer for health and metrics whatever the others do. */
  private static final int MORE_THREADS = 4;

  private static final String READ = "/api/v1/read";
  private static final int NO_BODY = -1;

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final Gateway gateway;
  private final GatewayTally tally = new GatewayTally();
  private final ExecutorService workers;
  private final ScheduledExecutorService clock;

  /**
   * How much is done at once.
   *
   * @param concurrency how many reads are answered at once
   * @param waiting how many more may wait for them
   * @param timeout how long a read may take, waiting included
   */
  public record Load(int concurrency, int waiting, Duration timeout) {}

  /** A page that is made anew for each who asks. */
  public interface Page {

    /** Writes the page in the type that it is known to have. */
    void writeTo(OutputStream out, GatewayTally tally) throws IOException;
  }

  private GatewayServer(HttpServer server, Gateway gateway, Load load) {
    this.server = server;
    this.gateway = gateway;
    workers =
        Executors.newFixedThreadPool(
            load.concurrency() + load.waiting() + MORE_THREADS, daemons("gateway"));
    clock = Executors.newSingleThreadScheduledExecutor(daemons("gateway-clock"));
    ReadHandler reads = new ReadHandler(gateway, tally, load, clock);
    server.createContext(READ, reads.at(READ, Optional.empty()));
    for (RollupStep step : RollupStep.values()) {
      String path = READ + "/" + step.spelling();
      server.createContext(path, reads.at(path, Optional.of(step)));
    }
    show("/healthz", this::tellHealth);
    server.setExecutor(workers);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Starts a server.
   *
   * @param metrics what is shown at {@code /metrics}
   * @param metricsType its {@code Content-Type}
   */
  public static GatewayServer start(
      InetSocketAddress listen, Gateway gateway, Load load, Page metrics, String metricsType)
      throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(listen, 0);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
    }
    GatewayServer server = new GatewayServer(http, gateway, load);
    server.show("/metrics", exchange -> server.tell(exchange, metrics, metricsType));
    http.start();
    return server;
  }

  /** At this path alone: a context of the JDK's server is for all that begin with it. */
  private void show(String path, HttpHandler page) {
    server.createContext(
        path,
        exchange -> {
          if (exchange.getRequestURI().getPath().equals(path)) {
            page.handle(exchange);
          } else {
            send(exchange, 404, PLAIN_TEXT, "nothing is here\n".getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private void tell(HttpExchange exchange, Page page, String type) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    page.writeTo(text, tally);
    send(exchange, 200, type, text.toByteArray());
  }

  /** Healthy is who finds a backup in every archive. */
  private void tellHealth(HttpExchange exchange) throws IOException {
    int status = 200;
    String text;
    try {
      text = String.join("\n", gateway.newestBackups());
      if (gateway.newestBackups().contains("")) {
        status = 503;
        text = "an archive holds no backup yet";
      }
    } catch (RuntimeException e) {
      status = 503;
      text = "an archive cannot be read: " + e.getMessage();
    }
    send(exchange, status, PLAIN_TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, NO_BODY);
        return;
      }
      boolean bodyWanted = method.equals("GET") && body.length > 0;
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bodyWanted ? body.length : NO_BODY);
      if (bodyWanted) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Its base URL. */
  public String url() {
    String host = server.getAddress().getAddress().getHostAddress();
    return "http://%s:%d"
        .formatted(host.contains(":") ? "[" + host + "]" : host, server.getAddress().getPort());
  }

  /** What it has done since it was started. */
  public GatewayTally tally() {
    return tally;
  }

  /** Ends it at once, whatever is being answered. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    clock.shutdownNow();
  }
}
