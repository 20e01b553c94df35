package dev.almanac.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An HTTP server that misbehaves as told: it answers with given bytes, whatever they are. */
final class FaultyServer implements AutoCloseable {

  /**
   * What to send.
   *
   * @param hangs whether to fall silent afterwards instead of closing the connection
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, String headers, byte[] body, boolean hangs) {

    static Answer of(int status, String contentType, String body) {
      return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, String contentType, byte[] body) {
      return new Answer(status, "Content-Type: " + contentType + "\r\n", body, false);
    }

    Answer with(String header) {
      return new Answer(status, headers + header + "\r\n", body, hangs);
    }

    Answer hanging() {
      return new Answer(status, headers, body, true);
    }
  }

  private final ServerSocket socket;
  private final Function<String, Answer> answers;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> hanging = Collections.synchronizedList(new ArrayList<>());

  private FaultyServer(Function<String, Answer> answers) {
    this.answers = answers;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "faulty-server");
    thread.setDaemon(true);
    thread.start();
  }

  static FaultyServer answering(Answer answer) {
    return new FaultyServer(path -> answer);
  }

  /** Answers by the path of the request. */
  static FaultyServer answering(Function<String, Answer> answers) {
    return new FaultyServer(answers);
  }

  PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.of("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** The heads of the requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        if (!answer(connection)) {
          connection.close();
        }
      } catch (IOException e) {
        // The client went away, or the test is over: both are its business.
      }
    }
  }

  /** Whether the connection stays open. */
  private boolean answer(Socket connection) throws IOException {
    String head = readHead(connection.getInputStream());
    requests.add(head);
    Answer answer = answers.apply(head.split(" ", 3)[1]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Without a length, the body lasts until the connection ends.
    String start = "HTTP/1.1 " + answer.status() + " X\r\nConnection: close\r\n";
    bytes.writeBytes((start + answer.headers() + "\r\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(answer.body());
    connection.getOutputStream().write(bytes.toByteArray());
    connection.getOutputStream().flush();
    if (answer.hangs()) {
      hanging.add(connection);
    }
    return answer.hangs();
  }

  /** Reads a request, its body too, lest closing the connection resets it. */
  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    for (String line : head.toString().split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        in.readNBytes(Integer.parseInt(line.substring(15).strip()));
      }
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : hanging) {
      connection.close();
    }
  }
}
