package dev.almanac.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A TCP port that waits for connections.
 *
 * @param inode by which the kernel knows the socket
 */
record Listener(InetAddress address, int port, String inode) {

  private static final String LISTENS = "0A";
  private static final int WORD = 4;

  /**
   * All of them, by the kernel's tables.
   *
   * @see <a
   *     href="https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html">/proc/net/tcp</a>
   */
  static List<Listener> all(Path proc) throws IOException {
    List<Listener> listeners = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = proc.resolve("net").resolve(table);
      // A kernel without IPv6 has no table of it.
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] fields = line.strip().split("\\s+", -1);
          if (fields.length > 9 && fields[3].equals(LISTENS)) {
            String[] local = fields[1].split(":", 2);
            listeners.add(
                new Listener(address(local[0]), Integer.parseInt(local[1], 16), fields[9]));
          }
        }
      }
    }
    return listeners;
  }

  /** Words of four bytes, each the wrong way round on the machines that we run on. */
  private static InetAddress address(String hex) throws UnknownHostException {
    byte[] found = HexFormat.of().parseHex(hex);
    byte[] address = new byte[found.length];
    for (int i = 0; i < found.length; i++) {
      address[i] = found[i - i % WORD + (WORD - 1 - i % WORD)];
    }
    return InetAddress.getByAddress(address);
  }

  boolean isLocal() {
    return address.isLoopbackAddress();
  }

  @Override
  public String toString() {
    return (address.isAnyLocalAddress() ? "every address" : address.getHostAddress())
        + ", port "
        + port;
  }
}
