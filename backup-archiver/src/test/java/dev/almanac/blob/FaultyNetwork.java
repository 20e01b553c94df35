package dev.almanac.blob;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between a client and a real S3 server that fails as it is told: it reads each HTTP
 * request whole, does to it what is next in the plan, and closes the connection.
 */
public final class FaultyNetwork implements AutoCloseable {

  /** What happens to one request. */
  @FunctionalInterface
  public interface Fault {
    void happen(byte[] request, Socket client, FaultyNetwork network) throws IOException;
  }

  /** Nothing: the server answers. */
  public static final Fault NONE =
      (request, client, network) -> client.getOutputStream().write(network.serverAnswer(request));

  /** The request never arrives and the client's connection breaks. */
  public static final Fault RESET = (request, client, network) -> client.setSoLinger(true, 0);

  /** The server does as asked, but its answer is lost. */
  static final Fault LOST_ANSWER =
      (request, client, network) -> {
        network.serverAnswer(request);
        client.setSoLinger(true, 0);
      };

  /** Nothing comes back until the client gives up. */
  static final Fault SILENCE = (request, client, network) -> client.getInputStream().read();

  /** The server never sees the request; the client gets this error. */
  public static Fault error(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>told to fail</Message></Error>";
    String answer =
        "HTTP/1.1 %d Told\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, body.length(), body);
    return (request, client, network) ->
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  /** The server's answer breaks off this many bytes before its end. */
  static Fault cutShortBy(int bytes) {
    return (request, client, network) -> {
      byte[] answer = network.serverAnswer(request);
      client.getOutputStream().write(answer, 0, answer.length - bytes);
    };
  }

  /** One fault, planned for the next request it fits. */
  private record Planned(String part, Fault fault) {}

  private final URI server;
  private final ServerSocket listener;
  private final List<Planned> plan = new ArrayList<>();
  private long left = Long.MAX_VALUE;
  private Fault afterwards = NONE;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private FaultyNetwork(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "faulty-network");
    accepting.setDaemon(true);
    accepting.start();
  }

  public static FaultyNetwork before(URI server) {
    try {
      return new FaultyNetwork(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Plans faults, one each, for the next requests whose first line contains this. */
  void plan(String requestLine, Fault... faults) {
    synchronized (plan) {
      for (Fault fault : faults) {
        plan.add(new Planned(requestLine, fault));
      }
    }
  }

  /**
   * Lets so many requests pass from now on, and this happen to every later one that has no plan.
   */
  public void failAfter(long passing, Fault fault) {
    synchronized (plan) {
      left = passing;
      afterwards = fault;
    }
  }

  /** How many requests there were. */
  public long count() {
    return requests.size();
  }

  /** How many requests had a first line that contains this. */
  long count(String requestLine) {
    return requests.stream().filter(line -> line.contains(requestLine)).count();
  }

  boolean isPlanDone() {
    synchronized (plan) {
      return plan.isEmpty();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread serving = new Thread(() -> serve(client), "faulty-connection");
        serving.setDaemon(true);
        serving.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] request = readRequest(client.getInputStream(), client.getOutputStream());
      String text = new String(request, ISO_8859_1);
      if (text.isEmpty()) {
        return;
      }
      String requestLine = text.substring(0, text.indexOf("\r\n"));
      requests.add(requestLine);
      next(requestLine).happen(request, client, this);
    } catch (IOException e) {
      // the client gave up, as some faults intend
    }
  }

  private Fault next(String requestLine) {
    synchronized (plan) {
      Optional<Planned> next =
          plan.stream().filter(planned -> requestLine.contains(planned.part())).findFirst();
      next.ifPresent(plan::remove);
      return next.map(Planned::fault).orElseGet(() -> left-- > 0 ? NONE : afterwards);
    }
  }

  /** The server's whole answer to a request, over a connection of its own. */
  private byte[] serverAnswer(byte[] request) throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      upstream.getOutputStream().write(request);
      upstream.getOutputStream().flush();
      return upstream.getInputStream().readAllBytes();
    }
  }

  /** Reads head and body, grants the body where the client asks, and asks to close afterwards. */
  private static byte[] readRequest(InputStream stream, OutputStream answer) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    int length = 0;
    boolean first = true;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).trim());
      } else if (header.startsWith("expect:")) {
        answer.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        continue;
      } else if (header.startsWith("connection:")) {
        continue;
      }
      request.write((line + "\r\n").getBytes(ISO_8859_1));
      first = false;
    }
    if (first) {
      return new byte[0]; // a connection that asked for nothing
    }
    request.write("Connection: close\r\n\r\n".getBytes(ISO_8859_1));
    request.write(in.readNBytes(length));
    return request.toByteArray();
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
