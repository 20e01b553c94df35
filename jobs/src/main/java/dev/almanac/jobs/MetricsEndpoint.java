package dev.almanac.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Serves metrics at {@code /metrics} in Prometheus's text format, without asking who asks, until it
 * is closed.
 */
final class MetricsEndpoint implements AutoCloseable {

  private static final String PATH = "/metrics";
  private static final int THREADS = 2;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService executor;
  private volatile MetricSnapshots shown = new MetricSnapshots();

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
    executor =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.createContext("/", this::answer);
    server.setExecutor(executor);
    server.start();
  }

  static MetricsEndpoint start(InetSocketAddress listen) throws IOException {
    try {
      return new MetricsEndpoint(HttpServer.create(listen, 0));
    } catch (IOException e) {
      throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, NO_BODY);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, NO_BODY);
      } else {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, shown);
        exchange.getResponseHeaders().set("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, text.size() == 0 ? NO_BODY : text.size());
        text.writeTo(exchange.getResponseBody());
      }
    }
  }

  String url() {
    String host = server.getAddress().getAddress().getHostAddress();
    return "http://%s:%d%s"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host, server.getAddress().getPort(), PATH);
  }

  /** From now on these are served, and nothing else. */
  void show(MetricSnapshots metrics) {
    shown = metrics;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  /** {@code HOST:PORT}, or a port of the loopback interface. */
  static final class Address implements ITypeConverter<InetSocketAddress> {

    private static final int HIGHEST_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
      String port = text.substring(colon + 1);
      if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
        throw new TypeConversionException(
            "expected HOST:PORT such as 127.0.0.1:9464, found \"" + text + "\"");
      }
      InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
      if (address.isUnresolved()) {
        throw new TypeConversionException("\"" + host + "\" is no address of this machine");
      }
      return address;
    }
  }
}
