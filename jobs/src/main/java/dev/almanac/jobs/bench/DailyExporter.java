package dev.almanac.jobs.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Targets on one port of the loopback interface, {@code /0/metrics} and so on: gauges around 100
 * that go up and down with the day, each in its own phase, with noise.
 */
public final class DailyExporter implements AutoCloseable {

  /** The metric that all series have. */
  public static final String METRIC = "fleet_load";

  private static final double DAY_MILLIS = 86_400_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final int targets;

  private DailyExporter(HttpServer server, int series, int targets) {
    this.server = server;
    this.targets = targets;
    server.setExecutor(threads);
    for (int target = 0; target < targets; target++) {
      int from = (int) ((long) series * target / targets);
      int until = (int) ((long) series * (target + 1) / targets);
      SplittableRandom noise = new SplittableRandom(target);
      server.createContext(
          "/" + target + "/metrics", exchange -> answer(exchange, from, until, noise.split()));
    }
    server.start();
  }

  /** Starts it with that many series, as evenly spread over targets as can be. */
  public static DailyExporter start(int series, int targets) throws IOException {
    return new DailyExporter(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
        series,
        targets);
  }

  /** The {@code scrape_configs} of a Prometheus that scrapes all of it. */
  public String scrapeConfigs() {
    StringBuilder yaml = new StringBuilder("scrape_configs:\n");
    for (int target = 0; target < targets; target++) {
      yaml.append("  - job_name: fleet-").append(target).append('\n');
      yaml.append("    metrics_path: /").append(target).append("/metrics\n");
      yaml.append("    static_configs: [{targets: ['127.0.0.1:")
          .append(server.getAddress().getPort())
          .append("']}]\n");
    }
    return yaml.toString();
  }

  private static void answer(HttpExchange exchange, int from, int until, SplittableRandom noise)
      throws IOException {
    double day = System.currentTimeMillis() / DAY_MILLIS;
    StringBuilder text = new StringBuilder();
    for (int series = from; series < until; series++) {
      double phase = (double) series / 1000;
      double level = 100 + 40 * Math.sin(2 * Math.PI * (day + phase));
      long thousandths = Math.round(1000 * (level + 2 * noise.nextGaussian()));
      text.append(METRIC).append("{device=\"").append(series).append("\"} ");
      text.append(thousandths / 1000.).append('\n');
    }
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
