package dev.almanac.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network between a client and a server on loopback that can be cut: connections break, and new
 * ones are refused or are never answered.
 */
final class CuttableProxy implements AutoCloseable {

  /** What becomes of connections. */
  enum Cut {
    NONE,
    /** They end as soon as they begin. */
    REFUSE,
    /** They begin, and nothing ever comes back. */
    HANG
  }

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Cut cut = Cut.NONE;

  private CuttableProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** A proxy of a server, by its host and port. */
  static CuttableProxy of(String address) {
    String[] parts = address.split(":", 2);
    try {
      return new CuttableProxy(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Cuts the network, or mends it. */
  void cut(Cut how) {
    cut = how;
    open.forEach(CuttableProxy::end);
    open.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        switch (cut) {
          case REFUSE -> end(client);
          case HANG -> open.add(client);
          case NONE -> connect(client);
        }
      } catch (IOException e) {
        // This listener is closed, or the server is away: the client sees that it is.
      }
    }
  }

  private void connect(Socket client) {
    Socket behind = new Socket();
    open.add(client);
    open.add(behind);
    try {
      behind.connect(server);
    } catch (IOException e) {
      end(client);
      return;
    }
    threads.execute(() -> pass(client, behind));
    threads.execute(() -> pass(behind, client));
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One of them has gone; so does the other.
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut(Cut.REFUSE);
    threads.shutdownNow();
  }
}
