package dev.almanac.flink.live;

import com.google.protobuf.CodedInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.prometheus.PrometheusEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xerial.snappy.Snappy;

/**
 * Takes remote writes, or reads, and answers as told, however wrong; keeps the messages it
 * accepted.
 */
final class FaultyReceiver implements AutoCloseable {

  /** Decides on a message; returns the status, or 0 to break the connection. */
  interface Behaviour {
    int answer(HttpExchange exchange, String message) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();

  private FaultyReceiver(String path, Behaviour behaviour) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(path, exchange -> handle(exchange, behaviour));
    server.start();
  }

  static FaultyReceiver that(Behaviour behaviour) {
    return at("/api/v1/write", behaviour);
  }

  static FaultyReceiver at(String path, Behaviour behaviour) {
    return new FaultyReceiver(path, behaviour);
  }

  PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.of("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange, Behaviour behaviour) throws IOException {
    byte[] body = Snappy.uncompress(exchange.getRequestBody().readAllBytes());
    String message = new String(body, StandardCharsets.ISO_8859_1);
    int status = behaviour.answer(exchange, message);
    answers.add(status);
    if (status / 100 == 2) {
      accepted.add(message);
    }
    if (status != 0) {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close(); // without a status before, the connection breaks
  }

  /** The statuses answered so far. */
  List<Integer> answers() {
    return List.copyOf(answers);
  }

  /** How many accepted messages hold the text. */
  long accepted(String text) {
    return accepted.stream().filter(message -> message.contains(text)).count();
  }

  /** How many samples the accepted messages hold. */
  long acceptedSamples() {
    return accepted.stream().mapToLong(FaultyReceiver::samples).sum();
  }

  /** Counts fields 2 of messages TimeSeries by walking through the protobuf. */
  private static long samples(String message) {
    try {
      CodedInputStream request =
          CodedInputStream.newInstance(message.getBytes(StandardCharsets.ISO_8859_1));
      long samples = 0;
      while (request.readTag() != 0) {
        CodedInputStream series = request.readBytes().newCodedInput();
        for (int tag = series.readTag(); tag != 0; tag = series.readTag()) {
          samples += tag >> 3 == 2 ? 1 : 0;
          series.skipField(tag);
        }
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
