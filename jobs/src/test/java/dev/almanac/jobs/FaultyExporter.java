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

/**
 * Gauges around 100 that follow the hours of the day, with a little noise; and with faults when
 * told.
 */
final class FaultyExporter implements AutoCloseable {

  private static final double DAY_MILLIS = 86_400_000;

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

  /** What a gauge would have shown at some time, without a fault. */
  static double usual(long time, SplittableRandom noise) {
    double hours = 2 * Math.PI * time / DAY_MILLIS;
    return 100 + 30 * Math.sin(hours) + noise.nextDouble() + noise.nextDouble();
  }

  /** From the next scrape on a gauge is what a fault makes of its usual value. */
  void fault(String name, DoubleUnaryOperator fault) {
    gauges.put(name, fault);
  }

  private void answer(HttpExchange exchange) throws IOException {
    long now = System.currentTimeMillis();
    StringBuilder text = new StringBuilder();
    gauges.forEach(
        (name, fault) -> {
          double value = usual(now, noise.get(name));
          text.append(name).append(' ').append(fault.applyAsDouble(value)).append('\n');
        });
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
