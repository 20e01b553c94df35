package dev.almanac.install;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whoever is told of alerts by a webhook: keeps what it is told, a line each. It is a program of
 * its own, for the machine to run with its own Java and nothing else.
 */
final class AlertReceiver {

  private AlertReceiver() {}

  /**
   * Serves until it is killed.
   *
   * @param words the port of loopback, and the file that it writes to
   */
  public static void main(String[] words) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])), 0);
    Path told = Path.of(words[1]);
    server.createContext(
        "/hook",
        exchange -> {
          try (OutputStream file =
              Files.newOutputStream(told, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(exchange.getRequestBody().readAllBytes());
            file.write('\n');
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }
}
