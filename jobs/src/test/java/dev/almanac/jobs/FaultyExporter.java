package dev.almanac.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/** Gauges with a little noise around 10, and with faults when told; counted by scrapes. */
final class FaultyExporter implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, DoubleUnaryOperator> gauges = new ConcurrentHashMap<>();
  private final Map<String, SplittableRandom> noise = new ConcurrentHashMap<>();

  private FaultyExporter(HttpServer server) {
    this.server = server;
    server.createContext("/metrics", this::answer);
    server.start();
  }

  static FaultyExporter start(String... names) throws IOException {
    FaultyExporter exporter =
        new FaultyExporter(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    for (String name : names) {
      exporter.noise.put(name, new SplittableRandom(name.hashCode()));
      exporter.gauges.put(name, value -> value);
    }
    return exporter;
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From the next scrape on a gauge is what a fault makes of its usual value. */
  void fault(String name, DoubleUnaryOperator fault) {
    gauges.put(name, fault);
  }

  /** Nobody answers from now on. */
  void die() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    StringBuilder text = new StringBuilder();
    gauges.forEach(
        (name, fault) -> {
          SplittableRandom random = noise.get(name);
          double value = 9 + random.nextDouble() + random.nextDouble();
          text.append(name).append(' ').append(fault.applyAsDouble(value)).append('\n');
        });
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    die();
  }
}
