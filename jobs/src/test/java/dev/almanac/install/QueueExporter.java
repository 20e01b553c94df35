package dev.almanac.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An application in Ralph's place, which tells how long its queues are: more by day than by night.
 * It is a program of its own, for the machine to run with its own Java and nothing else.
 */
final class QueueExporter {

  static final String METRIC = "queue_length";
  static final List<String> QUEUES = List.of("deployment", "import", "mail");

  private static final double DAY_MILLIS = 86_400_000;

  private QueueExporter() {}

  /**
   * Serves until it is killed.
   *
   * @param words the port of loopback, and the file whose being there is a fault: the consumers of
   *     the first queue are dead
   */
  public static void main(String[] words) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])), 0);
    Path fault = Path.of(words[1]);
    SplittableRandom noise = new SplittableRandom(1);
    server.createContext("/status/health", exchange -> answer(exchange, "Healthy\n"));
    server.createContext(
        "/status/prometheus", exchange -> answer(exchange, metrics(Files.exists(fault), noise)));
    server.start();
  }

  /** How long a queue is at some time while all is well. */
  static double usual(long time, SplittableRandom noise) {
    double hours = 2 * Math.PI * time / DAY_MILLIS;
    return 200 - 80 * Math.cos(hours) + 5 * (noise.nextDouble() + noise.nextDouble());
  }

  private static String metrics(boolean fault, SplittableRandom noise) {
    long now = System.currentTimeMillis();
    StringBuilder text = new StringBuilder("# TYPE " + METRIC + " gauge\n");
    for (String queue : QUEUES) {
      boolean full = fault && queue.equals(QUEUES.get(0));
      double length = usual(now, noise) + (full ? 150 : 0);
      text.append(METRIC).append("{queue=\"").append(queue).append("\"} ").append(length);
      text.append('\n');
    }
    return text.toString();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
